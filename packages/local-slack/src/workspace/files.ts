import type { ChangeFeed } from '../changes.ts';
import { randomHex, slackId } from '../ids.ts';
import type { JsonObject } from '../json.ts';

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly altText: string | undefined;
  readonly userId: string;
  readonly created: number;
  readonly content: Uint8Array;
  /** Where it was shared; until then it is its owner's alone. */
  readonly channels: Set<string>;
}

/** A promise of a file: the app has said how large it will be and has an address to send it to. */
export interface Upload {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly altText: string | undefined;
  readonly length: number;
  readonly userId: string;
  content: Uint8Array | undefined;
}

const TYPES: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  jpg: 'image/jpeg',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain',
};

const endingOf = (name: string) => (name.includes('.') ? (name.split('.').at(-1) ?? '').toLowerCase() : '');

export const typeOf = (name: string) => TYPES[endingOf(name)] ?? 'application/octet-stream';

/** Below the server's address; only who may see the file gets it there. */
export const pathOf = (teamId: string, { id, name }: StoredFile) =>
  `/files-pri/${teamId}-${id}/${encodeURIComponent(name)}`;

/** https://docs.slack.dev/reference/objects/file-object */
export function fileObject(teamId: string, baseUrl: string, file: StoredFile): JsonObject {
  const url = `${baseUrl}${pathOf(teamId, file)}`;
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: typeOf(file.name),
    filetype: endingOf(file.name) || 'binary',
    pretty_type: endingOf(file.name).toUpperCase() || 'Binary',
    user: file.userId,
    user_team: teamId,
    editable: false,
    size: file.content.byteLength,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: file.channels.size > 0,
    alt_txt: file.altText,
    url_private: url,
    url_private_download: `${url}?download=true`,
    permalink: url,
    channels: [...file.channels],
    groups: [],
    ims: [],
  };
}

/** Files of a workspace; they do not outlive a run. */
export class Files {
  readonly #byId = new Map<string, StoredFile>();
  readonly #uploads = new Map<string, Upload>();

  constructor(private readonly feed: ChangeFeed) {}

  byId(id: string): StoredFile | undefined {
    return this.#byId.get(id);
  }

  add(name: string, content: Uint8Array, userId: string, more: { id?: string; altText?: string } = {}): StoredFile {
    const { id = slackId('F'), altText } = more;
    const created = Math.floor(Date.now() / 1000);
    const file: StoredFile = { id, name, title: name, altText, userId, created, content, channels: new Set() };
    this.#byId.set(id, file);
    this.feed.notify();
    return file;
  }

  delete(file: StoredFile): void {
    this.#byId.delete(file.id);
    this.feed.notify();
  }

  promise(name: string, length: number, altText: string | undefined, userId: string): Upload {
    const path = `/upload/v1/${randomHex(64)}`;
    const upload: Upload = { id: slackId('F'), path, name, altText, length, userId, content: undefined };
    this.#uploads.set(path, upload);
    return upload;
  }

  uploadAt(path: string): Upload | undefined {
    return this.#uploads.get(path);
  }

  /** The file that was promised, once it has arrived; each is completed once. */
  complete(id: string): StoredFile | undefined {
    const upload = [...this.#uploads.values()].find((one) => one.id === id);
    if (!upload?.content) return undefined;
    this.#uploads.delete(upload.path);
    return this.add(upload.name, upload.content, upload.userId, { id, altText: upload.altText });
  }
}
