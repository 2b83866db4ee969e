/** Uploaded pictures: begun, appended, finished, and forgotten after a day. */

import type { Media, Payload } from './posts.ts'
import { invalid, Refused, refusals } from './refusals.ts'
import type { NextId } from './snowflake.ts'

const dayMs = 86_400_000
const most: Record<string, number> = { 'image/gif': 15e6 }

interface Upload {
  id: string
  type: string
  parts: Map<number, Buffer>
  total: number
  finished: boolean
  until: number
}

export interface Uploads {
  begin(body: unknown): Payload
  append(id: string, raw: Buffer, contentType: string): Promise<Payload>
  finish(id: string): Payload
  status(id: string): Payload
  /** Finished uploads as media of a post. */
  attach(ids: string[]): Media[]
  file(id: string): { type: string; bytes: Buffer } | undefined
}

export function uploads(nextId: NextId, now: () => number, webUrl: () => string): Uploads {
  const kept = new Map<string, Upload>()
  const find = (id: string) => {
    const upload = kept.get(id)
    if (!upload || upload.until <= now()) throw new Refused(refusals.mediaUnknown)
    return upload
  }
  const size = (upload: Upload) => upload.parts.values().reduce((sum, part) => sum + part.length, 0)
  const shown = (upload: Upload, more: object = {}) => ({
    data: {
      id: upload.id,
      media_key: `3_${upload.id}`,
      expires_after_secs: Math.floor((upload.until - now()) / 1000),
      ...more,
    },
  })

  return {
    begin(body) {
      const { media_type: type, total_bytes: total } = (body ?? {}) as Record<string, unknown>
      if (typeof type !== 'string' || !/^image\/(jpeg|png|gif|webp)$/.test(type))
        throw invalid('media_type', String(type), '$.media_type: does not have a value in the enumeration')
      if (typeof total !== 'number' || total < 1 || total > (most[type] ?? 5e6))
        throw invalid('total_bytes', String(total), '$.total_bytes: is out of range')
      const upload: Upload = {
        id: nextId(now()),
        type,
        parts: new Map(),
        total,
        finished: false,
        until: now() + dayMs,
      }
      kept.set(upload.id, upload)
      return shown(upload)
    },
    async append(id, raw, contentType) {
      const upload = find(id)
      const { segment, bytes } = await segmentOf(raw, contentType)
      if (!bytes || !Number.isInteger(segment))
        throw invalid('media', '', '$.media: is missing but it is required')
      upload.parts.set(segment, bytes)
      return { data: { expires_at: Math.floor(upload.until / 1000) } }
    },
    finish(id) {
      const upload = find(id)
      if (size(upload) !== upload.total)
        throw invalid('total_bytes', String(upload.total), 'The upload is not complete')
      upload.finished = true
      return shown(upload, { size: upload.total })
    },
    status(id) {
      const upload = find(id)
      const state = upload.finished ? 'succeeded' : 'pending'
      return shown(upload, {
        size: size(upload),
        processing_info: { state, progress_percent: upload.finished ? 100 : 0 },
      })
    },
    attach: ids =>
      ids.map(id => {
        const upload = find(id)
        if (!upload.finished) throw new Refused(refusals.mediaUnknown)
        const url = `${webUrl()}/pictures/media/${id}`
        return { key: `3_${id}`, kind: 'photo', url, alt: '', width: 1200, height: 675 }
      }),
    file(id) {
      const upload = kept.get(id)
      if (!upload) return undefined
      const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part)
      return { type: upload.type, bytes: Buffer.concat(parts) }
    },
  }
}

async function segmentOf(
  raw: Buffer,
  contentType: string,
): Promise<{ segment: number; bytes: Buffer | undefined }> {
  if (!contentType.startsWith('multipart/')) {
    const { media, segment_index: segment } = JSON.parse(raw.toString()) as {
      media?: string
      segment_index?: unknown
    }
    return { segment: Number(segment), bytes: media ? Buffer.from(media, 'base64') : undefined }
  }
  const form = await new Response(new Uint8Array(raw), {
    headers: { 'content-type': contentType },
  }).formData()
  const media = form.get('media')
  const bytes =
    media instanceof Blob
      ? Buffer.from(await media.arrayBuffer())
      : media === null
        ? undefined
        : Buffer.from(media, 'base64')
  return { segment: Number(form.get('segment_index')), bytes }
}
