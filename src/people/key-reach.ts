/**
 * Whose incidents the holder of an API key may know of: those of the organisation's connection, of another one (its id), or of all of
 * them. Not those of private channels.
 */
export type KeyReach = 'organisation' | 'everything' | number;
