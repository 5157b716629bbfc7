import { describe, expect, test } from '@jest/globals';
import {
  isOutOfSight,
  isPrivateHome,
  type Loss,
  lost,
  maySee,
  meantBy,
  unknownChannel,
} from '../../../src/slack/directory/channel-privacy.ts';
import type { Channel } from '../../../src/slack/directory/store.ts';

const PUBLIC: Channel = {
  connectionId: 1,
  id: 'C1',
  name: 'payments',
  isPrivate: false,
  isArchived: false,
  isMember: true,
  isGone: false,
};
const PRIVATE: Channel = { ...PUBLIC, id: 'C2', isPrivate: true };

describe('private stays private', () => {
  test.each<[string, Channel, Loss, boolean]>([
    ['a private channel that was deleted', PRIVATE, 'deleted', true],
    ['a private channel that is out of sight', PRIVATE, 'unseen', true],
    ['a public channel that was deleted', PUBLIC, 'deleted', false],
    ['a public channel that is out of sight: it may have been made private', PUBLIC, 'unseen', true],
  ])('%s', (_, channel, how, isPrivate) => {
    expect(lost(channel, how)).toEqual({ ...channel, isGone: true, isMember: false, isPrivate });
  });

  test('a channel of which only the id is known', () => {
    expect(unknownChannel(1, 'C9')).toMatchObject({ isPrivate: true, isGone: true });
  });
});

describe('who may see the incidents of a channel', () => {
  const archived = { ...PRIVATE, isArchived: true };
  const left = { ...PRIVATE, isMember: false };
  test.each<[string, Channel, { isMember: boolean; isAdmin: boolean }, boolean]>([
    ['anybody, of a public one', PUBLIC, { isMember: false, isAdmin: false }, true],
    [
      'anybody, of a public one that is archived',
      { ...PUBLIC, isArchived: true },
      { isMember: false, isAdmin: false },
      true,
    ],
    ['a member, of a private one', PRIVATE, { isMember: true, isAdmin: false }, true],
    ['nobody else, of a private one', PRIVATE, { isMember: false, isAdmin: false }, false],
    ['not even an admin, of a private one that has its members', PRIVATE, { isMember: false, isAdmin: true }, false],
    ['its last members, of one that is archived', archived, { isMember: true, isAdmin: false }, true],
    ['an admin, of one that is archived', archived, { isMember: false, isAdmin: true }, true],
    ['nobody else, of one that is archived', archived, { isMember: false, isAdmin: false }, false],
    ['its last members, of one that the app has left', left, { isMember: true, isAdmin: false }, true],
    ['an admin, of one that the app has left', left, { isMember: false, isAdmin: true }, true],
    ['nobody else, of one that the app has left', left, { isMember: false, isAdmin: false }, false],
    ['an admin, of an unknown one', unknownChannel(1, 'C9'), { isMember: false, isAdmin: true }, true],
    ['nobody else, of an unknown one', unknownChannel(1, 'C9'), { isMember: false, isAdmin: false }, false],
  ])('%s', (_, channel, person, expected) => {
    expect(maySee(channel, person)).toBe(expected);
  });

  test('the app is out of sight of a channel that is gone, archived, or that it is not in', () => {
    expect([PRIVATE, archived, left, lost(PRIVATE, 'deleted')].map(isOutOfSight)).toEqual([false, true, true, true]);
  });
});

describe('an incident is for the members of its channel only', () => {
  test.each<[string, string | null, Channel | null, boolean, boolean]>([
    ['when that is private', 'C2', PRIVATE, true, true],
    ['when that is private and gone', 'C2', lost(PRIVATE, 'deleted'), true, true],
    ['not when it is public', 'C1', PUBLIC, true, false],
    ['not when it is public and archived', 'C1', { ...PUBLIC, isArchived: true }, true, false],
    ['when nothing is known but its id', 'C9', unknownChannel(1, 'C9'), true, true],
    ['when not even that is known', 'C9', null, true, true],
    ['when it goes by a name, and Slack has not yet listed the channels', null, null, false, true],
    ['not when Slack has listed them, and none is called so', null, null, true, false],
  ])('%s', (_, channelId, channel, isListed, expected) => {
    expect(isPrivateHome({ channelId, channel, isListed })).toBe(expected);
  });
});

describe('what a name of the settings means', () => {
  const another = { ...PUBLIC, id: 'C3' };
  const anotherPrivate = { ...PRIVATE, id: 'C4' };
  test.each<[string, Channel | null, Channel | null, Channel | null]>([
    ['nothing, while no channel is called so', null, null, null],
    ['the channel that is called so', PUBLIC, null, PUBLIC],
    ['a new public channel, after a public one', another, PUBLIC, another],
    ['the private channel of before, though it is called otherwise now', null, PRIVATE, PRIVATE],
    ['the private channel of before, and no public one that has taken its name', another, PRIVATE, PRIVATE],
    ['the private channel of before, even if it is gone', another, lost(PRIVATE, 'unseen'), lost(PRIVATE, 'unseen')],
    ['a new private channel, after a private one', anotherPrivate, PRIVATE, anotherPrivate],
    ['a new private channel, after a public one', anotherPrivate, PUBLIC, anotherPrivate],
    ['nothing any more, after a public channel that was renamed', null, PUBLIC, null],
  ])('%s', (_, called, before, expected) => {
    expect(meantBy(called, before)).toEqual(expected);
  });
});
