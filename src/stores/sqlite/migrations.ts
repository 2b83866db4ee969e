/** The shape of the database, version by version; each step is run once, in order, in one transaction with its number. */

/** What marks a SQLite file as ours, in its header: `bkch`. */
export const mark = 0x626b6368

export const migrations: readonly string[] = [
  `
  create table posts (
    id text primary key,
    version integer not null,
    at integer not null,
    body text
  ) without rowid;
  create table names (name text primary key, post text not null) without rowid;
  create index names_post on names (post);

  create table entries (
    seq integer primary key autoincrement,
    kind text not null,
    post text not null,
    hashtags text not null,
    at integer not null
  );
  create index entries_at on entries (at);
  create index entries_post on entries (post);
  create table tagged (hashtag text not null, seq integer not null, primary key (hashtag, seq)) without rowid;
  create index tagged_seq on tagged (seq);
  create table heard (hashtag text primary key, latest integer not null) without rowid;

  create table follows (
    channel text not null,
    hashtag text not null,
    body text not null,
    number integer not null,
    primary key (channel, hashtag)
  ) without rowid;
  create index follows_hashtag on follows (hashtag);

  create table lanes (
    channel text primary key,
    workspace text not null,
    body text not null,
    cursor integer not null,
    attempt text,
    paused text,
    stopped text
  ) without rowid;
  create index lanes_workspace on lanes (workspace);

  create table receipts (
    key text primary key,
    channel text not null,
    message text not null,
    at integer not null,
    notice text,
    body text not null
  ) without rowid;
  create unique index receipts_message on receipts (channel, message);
  create index receipts_at on receipts (at);
  create table shown (
    post text not null,
    channel text not null,
    key text not null,
    position integer not null,
    version integer not null,
    primary key (post, channel, key)
  ) without rowid;
  create index shown_key on shown (key);
  create table due (key text primary key, channel text not null, removal integer not null, at integer not null) without rowid;
  create index due_channel on due (channel);

  create table lost (
    number integer primary key autoincrement,
    channel text not null,
    post text,
    body text not null,
    at integer not null
  );
  create unique index lost_post on lost (channel, post);

  create table notices (
    number integer primary key autoincrement,
    channel text not null,
    key text not null,
    body text not null
  );
  create unique index notices_key on notices (channel, key);
  create table said (channel text not null, key text not null, at integer not null, primary key (channel, key)) without rowid;

  create table drafts (
    id text primary key,
    workspace text not null,
    channel text not null,
    thread text not null,
    by text not null,
    state text not null,
    at integer not null,
    sent_at integer,
    post text,
    body text not null
  ) without rowid;
  create index drafts_live on drafts (by, channel, thread, state);
  create index drafts_sent on drafts (state, sent_at);
  create index drafts_post on drafts (post);

  create table grants (workspace text not null, member text not null, body text not null, primary key (workspace, member)) without rowid;
  create table narrowed (workspace text primary key) without rowid;

  create table charges (day integer not null, resource text not null, micros integer not null, primary key (day, resource)) without rowid;
  create table days (day integer primary key, micros integer not null);

  create table leases (name text primary key, epoch integer not null, holder text not null, until real not null) without rowid;
  `,
  `
  create table records (
    kind text not null,
    id text not null,
    version integer not null,
    body text not null,
    workspace text,
    until integer,
    primary key (kind, id)
  ) without rowid;
  create index records_workspace on records (workspace);
  create index records_until on records (until);

  create table booked (account text not null, day integer not null, micros integer not null, primary key (account, day)) without rowid;
  create index booked_day on booked (day);
  insert into booked (account, day, micros) select '', day, micros from days;
  drop table days;
  `,
]
