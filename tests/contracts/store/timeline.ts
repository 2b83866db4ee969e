/** What every timeline promises. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { edited, noon, post } from '#tests/fakes/posts.ts'
import type { Open } from './opened.ts'

export function timelineContract(open: Open): void {
  appending(open)
  removing(open)
  reading(open)
}

function appending(open: Open): void {
  test('where what came since an instant begins is known', async t => {
    const { timeline } = await open(t)
    assert.equal(await timeline.before(noon), 0)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.append(post('2'), [], noon + 1)
    await timeline.remove('x:2', noon + 2)
    const befores = [noon, noon + 1, noon + 2, noon + 3].map(at => timeline.before(at))
    assert.deepEqual(await Promise.all(befores), [0, 1, 2, 3])
  })

  test('a new post is written down as posted, body and entry in one step', async t => {
    const { timeline } = await open(t)
    const entry = await timeline.append(post('1'), ['hcsm'], noon)
    assert.deepEqual(entry, { seq: 1, kind: 'posted', post: 'x:1', hashtags: ['hcsm'], at: noon })
    assert.deepEqual(await timeline.posts(['x:1']), [post('1')])
  })

  test('a post that is there already changes nothing, seen again by whomever', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    assert.equal(await timeline.append(post('1', { text: 'Other' }), ['other'], noon + 1), undefined)
    assert.deepEqual(await timeline.posts(['x:1']), [post('1')])
    assert.deepEqual(await timeline.entries(0, ['other'], 10), [])
  })

  test('many who append the same post at once make one entry', async t => {
    const { timeline } = await open(t)
    const entries = await Promise.all(
      Array.from({ length: 50 }, () => timeline.append(post('1'), ['hcsm'], noon)),
    )
    assert.equal(entries.filter(entry => entry !== undefined).length, 1)
    assert.equal((await timeline.entries(0, ['hcsm'], 100)).length, 1)
  })

  test('a second version of a known post is an edit, and its body replaces the earlier', async t => {
    const { timeline } = await open(t)
    const second = edited(post('1'), 'Better')
    await timeline.append(post('1'), ['hcsm'], noon)
    const entry = await timeline.append(second, ['hcsm'], noon + 1)
    assert.deepEqual(entry, { seq: 2, kind: 'edited', post: 'x:1', hashtags: ['hcsm'], at: noon + 1 })
    assert.deepEqual(await timeline.posts(['x:1']), [second])
  })

  test('an earlier version that comes late changes nothing', async t => {
    const { timeline } = await open(t)
    const second = edited(post('1'), 'Better')
    assert.equal((await timeline.append(second, ['hcsm'], noon))?.kind, 'posted')
    assert.equal(await timeline.append(post('1'), ['hcsm'], noon), undefined)
    assert.deepEqual(await timeline.posts(['x:1']), [second])
  })

  test('a post of which a middle version was missed is still the same post', async t => {
    const { timeline } = await open(t)
    const third = edited(edited(post('1'), 'Better'), 'Best')
    await timeline.append(post('1'), ['hcsm'], noon)
    assert.equal((await timeline.append(third, ['hcsm'], noon))?.post, 'x:1')
    assert.deepEqual(await timeline.posts(third.versions), [third, third, third])
  })

  test('places in the timeline begin at 1 and grow with every entry, of whatever kind', async t => {
    const { timeline } = await open(t)
    const seqs = [
      await timeline.append(post('1'), ['hcsm'], noon),
      await timeline.append(edited(post('1'), 'Better'), ['hcsm'], noon),
      await timeline.remove('x:1', noon),
      await timeline.append(post('2'), [], noon),
    ].map(entry => entry?.seq)
    assert.deepEqual(seqs, [1, 2, 3, 4])
  })

  test('a hashtag named twice carries the post once', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm', 'hcsm'], noon)
    assert.equal((await timeline.entries(0, ['hcsm'], 10)).length, 1)
  })

  test('hostile texts come back as they went in', async t => {
    const { timeline } = await open(t)
    const hostile = post('1', { text: "'; drop table posts; -- \u0000 \u202e \u200d 🧑‍⚕️ \ud83d".repeat(500) })
    await timeline.append(hostile, ["'; --"], noon)
    assert.deepEqual(await timeline.posts(['x:1']), [hostile])
    assert.equal((await timeline.entries(0, ["'; --"], 1)).length, 1)
  })
}

function removing(open: Open): void {
  test('removing takes the body away at once, and is an entry', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    const entry = await timeline.remove('x:1', noon + 1)
    assert.deepEqual(entry, { seq: 2, kind: 'removed', post: 'x:1', hashtags: [], at: noon + 1 })
    assert.deepEqual(await timeline.posts(['x:1']), [])
  })

  test('any version names the post that is removed', async t => {
    const { timeline } = await open(t)
    const second = edited(post('1'), 'Better')
    await timeline.append(second, ['hcsm'], noon)
    assert.equal((await timeline.remove(second.versions[1] ?? '', noon))?.post, 'x:1')
    assert.deepEqual(await timeline.posts(['x:1']), [])
  })

  test('what was removed before is not removed again, by whatever version', async t => {
    const { timeline } = await open(t)
    const second = edited(post('1'), 'Better')
    await timeline.append(second, ['hcsm'], noon)
    await timeline.remove('x:1', noon)
    assert.equal(await timeline.remove('x:1', noon), undefined)
    assert.equal(await timeline.remove(second.versions[1] ?? '', noon), undefined)
  })

  test('a removed post does not come back, in any version', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.remove('x:1', noon)
    assert.equal(await timeline.append(post('1'), ['hcsm'], noon), undefined)
    assert.equal(await timeline.append(edited(post('1'), 'Better'), ['hcsm'], noon), undefined)
    assert.deepEqual(await timeline.posts(['x:1']), [])
  })

  test('a post removed before it arrives cannot arrive late', async t => {
    const { timeline } = await open(t)
    assert.equal((await timeline.remove('x:1', noon))?.kind, 'removed')
    assert.equal(await timeline.append(post('1'), ['hcsm'], noon), undefined)
    assert.deepEqual(await timeline.entries(0, ['hcsm'], 10), [])
  })

  test('an edit removed before it arrives cannot arrive late either', async t => {
    const { timeline } = await open(t)
    const second = edited(post('1'), 'Better')
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.remove(second.versions[1] ?? '', noon)
    assert.equal(await timeline.append(second, ['hcsm'], noon), undefined)
  })
}

function reading(open: Open): void {
  test('entries come oldest first, after what was read, at most as many as asked', async t => {
    const { timeline } = await open(t)
    for (const id of ['1', '2', '3', '4']) await timeline.append(post(id), ['hcsm'], noon)
    const posts = async (after: number, limit: number) =>
      (await timeline.entries(after, ['hcsm'], limit)).map(entry => entry.post)
    assert.deepEqual(await posts(0, 2), ['x:1', 'x:2'])
    assert.deepEqual(await posts(2, 2), ['x:3', 'x:4'])
    assert.deepEqual(await posts(4, 2), [])
  })

  test('entries are those that carry any of the hashtags, each once', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.append(post('2'), ['meded', 'hcsm'], noon)
    await timeline.append(post('3'), ['other'], noon)
    await timeline.append(post('4'), ['meded'], noon)
    const found = await timeline.entries(0, ['hcsm', 'meded', 'unheard'], 10)
    assert.deepEqual(
      found.map(entry => entry.post),
      ['x:1', 'x:2', 'x:4'],
    )
    assert.deepEqual(await timeline.entries(0, [], 10), [])
    assert.deepEqual(
      (await timeline.entries(0, ['meded', 'hcsm'], 2)).map(({ seq }) => seq),
      [1, 2],
    )
  })

  test('edits and removals are no posts to be read', async t => {
    const { timeline } = await open(t)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.append(edited(post('1'), 'Better'), ['hcsm', 'more'], noon)
    await timeline.remove('x:1', noon)
    assert.deepEqual(
      (await timeline.entries(0, ['hcsm', 'more'], 10)).map(({ kind }) => kind),
      ['posted'],
    )
    assert.equal(await timeline.newest(), 1)
  })

  test('the newest entry is known by hashtag and of all, and is 0 where nothing was said', async t => {
    const { timeline } = await open(t)
    assert.equal(await timeline.newest(), 0)
    await timeline.append(post('1'), ['hcsm'], noon)
    await timeline.append(post('2'), ['meded'], noon)
    await timeline.append(post('3'), [], noon)
    assert.equal(await timeline.newest(['hcsm']), 1)
    assert.equal(await timeline.newest(['hcsm', 'meded']), 2)
    assert.equal(await timeline.newest(), 3)
    assert.equal(await timeline.newest(['unheard']), 0)
    assert.equal(await timeline.newest([]), 0)
  })

  test('the posts written down since then are listed oldest first, without what was removed', async t => {
    const { timeline } = await open(t)
    for (const [id, at] of Object.entries({ 1: noon - 1, 2: noon, 3: noon + 1, 4: noon + 2 }))
      await timeline.append(post(id, { at: noon - 9 }), [], at)
    await timeline.append(edited(post('1'), 'Better'), ['hcsm'], noon + 3)
    await timeline.remove('x:3', noon)
    assert.deepEqual(await timeline.since(noon), ['x:2', 'x:4'])
  })

  test('posts come in the order asked, without those that are not there', async t => {
    const { timeline } = await open(t)
    for (const id of ['1', '2', '3']) await timeline.append(post(id), ['hcsm'], noon)
    await timeline.remove('x:2', noon)
    assert.deepEqual(await timeline.posts(['x:3', 'x:2', 'x:9', 'x:1']), [post('3'), post('1')])
    assert.deepEqual(await timeline.posts([]), [])
  })

  test('the latest post is the one created last, not the one that came last', async t => {
    const { timeline } = await open(t)
    assert.equal(await timeline.latest(), undefined)
    await timeline.append(post('1', { at: noon + 5 }), ['hcsm'], noon)
    await timeline.append(post('2', { at: noon + 2 }), ['hcsm'], noon)
    await timeline.append(post('3', { at: noon + 9 }), ['meded'], noon)
    assert.equal(await timeline.latest('hcsm'), noon + 5)
    assert.equal(await timeline.latest(), noon + 9)
    assert.equal(await timeline.latest('unheard'), undefined)
  })
}
