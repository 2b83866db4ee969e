/** What is asked for with every post, in X's two vocabularies: the stream speaks the older one, search either. */

const shared = 'attachments,conversation_id,created_at,entities,lang'
const around = {
  'user.fields': 'name,profile_image_url,username',
  'media.fields': 'alt_text,media_key,preview_image_url,type,url',
  'poll.fields': 'end_datetime,id,options',
}
const expansions = 'attachments.media_keys,attachments.poll_ids,author_id,in_reply_to_user_id'

type Fields = Readonly<Record<string, string>>

export const older: Fields = {
  ...around,
  'tweet.fields': `${shared},author_id,edit_history_tweet_ids,in_reply_to_user_id,note_tweet,referenced_tweets`,
  expansions: `${expansions},referenced_tweets.id,referenced_tweets.id.author_id`,
}

export const newer: Fields = {
  ...around,
  'post.fields': `${shared},note_post`,
  expansions: `${expansions},referenced_posts`,
}
