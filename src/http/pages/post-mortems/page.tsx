import { fingerprint } from '../../../incidents/seen-fields.ts';
import { type Incident, incidentKey } from '../../../incidents/types.ts';
import {
  MAX_SECTION,
  type PostMortem,
  type PostMortemState,
  type Section,
  type Step,
} from '../../../post-mortems/types.ts';
import { actorName } from '../../../words/plain-writer.ts';
import { ActionForm } from '../forms.tsx';
import { Layout } from '../layout.tsx';
import { Moment } from '../time.tsx';
import type { Visitor } from '../visitor.ts';
import { fitting, keyAndTitle, ROOM } from '../words.ts';
import { Markdown } from './markdown.tsx';

/** What somebody has sent, and could not be kept: nothing of it is lost, and what others wrote is shown beside it. */
export interface Unsaved {
  /** By the id of the part: what they have written, and what their form had shown. */
  texts: ReadonlyMap<number, { text: string; seen: string }>;
  /** Parts that others have changed meanwhile. */
  conflicts: readonly number[];
}

interface PostMortemPageProps {
  incident: Incident;
  postMortem: PostMortem | null;
  /** Where it is published when nobody says otherwise; empty for nowhere. */
  channel: string;
  visitor: Visitor;
  /** Why what was just asked for was not done. */
  trouble?: string;
  unsaved?: Unsaved;
}

const STATE_WORDS: Record<PostMortemState, string> = { draft: 'Draft', reviewed: 'Reviewed', published: 'Published' };

export function stateWord(state: PostMortemState): string {
  return STATE_WORDS[state];
}

export function pathOf({ number }: Pick<Incident, 'number'>, rest = ''): string {
  return `/incidents/${number}/postmortem${rest}`;
}

/** What people write down about an incident that is over: read here, written in the form below it. */
export function PostMortemPage(props: PostMortemPageProps) {
  const { incident, postMortem, visitor, trouble } = props;
  const key = incidentKey(incident.number);
  return (
    <Layout title={`Post-mortem of ${keyAndTitle(incident)}`} visitor={visitor} section="post-mortems">
      {trouble !== undefined && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <p class="eyebrow">
        <a href={`/incidents/${incident.number}`}>{key}</a>
      </p>
      <h1>Post-mortem of {key}</h1>
      <p class="quiet">{fitting(incident.title, ROOM.title)}</p>
      {postMortem ? <Written {...props} postMortem={postMortem} /> : <Begin {...props} />}
    </Layout>
  );
}

function Begin({ incident, visitor }: PostMortemPageProps) {
  return (
    <section class="card">
      <p>
        There is none yet. It begins with what is known of the incident: its timeline, who worked on it, how long it
        took.
      </p>
      {visitor.permission.allowed && (
        <ActionForm action={pathOf(incident, '/begin')} visitor={visitor}>
          <button type="submit" class="primary">
            Begin the post-mortem
          </button>
        </ActionForm>
      )}
    </section>
  );
}

function Written(props: PostMortemPageProps & { postMortem: PostMortem }) {
  const { incident, postMortem, visitor, unsaved } = props;
  const { state, sections, edited, reviewed, published, refusal } = postMortem;
  return (
    <div class="columns">
      <div class="main-column">
        <article id="document" aria-label="Post-mortem">
          {sections.map(({ heading, text }) => (
            <section>
              {heading && <h2>{heading}</h2>}
              <Markdown text={text} />
            </section>
          ))}
        </article>
        {visitor.permission.allowed && (
          <details id="edit" class="foldable" open={unsaved !== undefined}>
            <summary>Edit</summary>
            <div class="folded">
              <Edit {...props} />
            </div>
          </details>
        )}
      </div>
      <div class="side-column">
        <section class="card" aria-label="State">
          <dl>
            <div class="fact">
              <dt>State</dt>
              <dd role="status">{stateWord(state)}</dd>
            </div>
            <Done name="Edited" step={edited} zone={visitor.zone} />
            <Done name="Reviewed" step={reviewed} zone={visitor.zone} />
            <Done name="Published" step={published} zone={visitor.zone} where={published?.target} />
          </dl>
          {refusal !== null && (
            <p class="trouble">
              {refusal === 'incident_is_private'
                ? 'It was not published: the incident is private, and nothing of it is said in that channel.'
                : `Slack did not take the message: it says “${refusal}”. Publish it again when that is seen to.`}
            </p>
          )}
          <p>
            <a href={pathOf(incident, '/download')}>Download as Markdown</a>
          </p>
        </section>
        {visitor.permission.allowed && <Steps {...props} />}
      </div>
    </div>
  );
}

function Done({ name, step, zone, where }: { name: string; step: Step | null; zone: string; where?: string }) {
  if (!step) return null;
  return (
    <div class="fact">
      <dt>{name}</dt>
      <dd>
        {actorName(step.by)}
        {where !== undefined && ` in ${where}`}
        <br />
        <Moment at={step.at} zone={zone} />
      </dd>
    </div>
  );
}

function Edit({ incident, postMortem, visitor, unsaved }: PostMortemPageProps & { postMortem: PostMortem }) {
  // What somebody has written into a part that is gone is theirs all the same.
  const gone = [...(unsaved?.texts ?? [])].filter(([id]) => !postMortem.sections.some((section) => section.id === id));
  return (
    <ActionForm action={pathOf(incident, '/edit')} visitor={visitor}>
      {postMortem.sections.map((section) => (
        <Part section={section} unsaved={unsaved} />
      ))}
      {gone.map(([id, { text }]) => (
        <>
          <label for={`gone-${id}`}>Your text of a part that is gone</label>
          <textarea id={`gone-${id}`} rows={6} readonly>
            {text}
          </textarea>
        </>
      ))}
      <p class="hint">
        Markdown. A line such as <code>## Follow-up</code> begins a part of its own. What is edited is a draft again.
      </p>
      <button type="submit" class="primary">
        Save
      </button>
    </ActionForm>
  );
}

function Part({ section: { id, heading, text }, unsaved }: { section: Section; unsaved: Unsaved | undefined }) {
  const own = unsaved?.texts.get(id);
  const isConflict = unsaved?.conflicts.includes(id) ?? false;
  // Seen now, the other's text may be replaced by saving again.
  const seen = isConflict || !own ? fingerprint(text) : own.seen;
  const field = `part-${id}`;
  return (
    <>
      <label for={field}>{heading || 'Beginning'}</label>
      {isConflict && (
        <div class="trouble">
          <p>Somebody else has changed this part meanwhile. It says now:</p>
          <pre>{text}</pre>
          <p>Below is what you have written. Bring both together, and save again.</p>
        </div>
      )}
      <input type="hidden" name={`seen-${id}`} value={seen} />
      <textarea id={field} name={field} rows={rowsFor(own?.text ?? text)} maxlength={MAX_SECTION}>
        {`\n${own?.text ?? text}`}
      </textarea>
    </>
  );
}

function rowsFor(text: string): number {
  return Math.min(20, Math.max(4, text.split('\n').length + 1));
}

function Steps({ incident, postMortem, channel, visitor }: PostMortemPageProps & { postMortem: PostMortem }) {
  const version = <input type="hidden" name="version" value={String(postMortem.version)} />;
  if (postMortem.state === 'draft') {
    return (
      <section class="card" aria-label="Review">
        <ActionForm action={pathOf(incident, '/review')} visitor={visitor}>
          {version}
          <p class="hint">Somebody has read it as it is, and it may be shown to others.</p>
          <button type="submit">Mark as reviewed</button>
        </ActionForm>
      </section>
    );
  }
  return (
    <section class="card" aria-label="Publish">
      <ActionForm action={pathOf(incident, '/publish')} visitor={visitor}>
        {version}
        <label for="publish-channel">Channel</label>
        <input
          id="publish-channel"
          name="channel"
          value={channel}
          placeholder="#postmortems"
          required
          maxlength={100}
        />
        <p class="hint">A message there says that it can be read, with a link to this page.</p>
        <button type="submit">{postMortem.state === 'published' ? 'Publish again' : 'Publish'}</button>
      </ActionForm>
    </section>
  );
}
