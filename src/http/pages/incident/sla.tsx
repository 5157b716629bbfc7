import { SLA_TARGETS, type SlaTarget } from '../../../oncall/sla.ts';
import { type SlaWords, slaWords } from '../../../words/sla.ts';
import { Moment } from '../time.tsx';
import type { IncidentContent } from './content.ts';

const NAMES: Record<SlaTarget, string> = { acknowledge: 'SLA: to be acknowledged', resolve: 'SLA: to be resolved' };

/** How the incident stands against the targets of its service; nothing, where it has none. */
export function Sla(content: IncidentContent) {
  const standings = standingsOf(content);
  if (standings.length === 0) return null;
  return (
    <section id="sla" class="sla" aria-label="SLA">
      <dl>
        {standings.map(({ target, words, time, isMissed }) => (
          <div class={isMissed ? 'fact is-missed' : 'fact'}>
            <dt>{NAMES[target]}</dt>
            <dd>
              {isMissed && '⏱️ '}
              {words}
              {time !== undefined && (
                <>
                  {' '}
                  <Moment at={time} zone={content.frame.zone} />
                </>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function standingsOf({ incident, sla }: IncidentContent): (SlaWords & { target: SlaTarget })[] {
  return SLA_TARGETS.flatMap((target) => {
    const words = slaWords(target, sla[target], incident.breached.includes(target));
    return words ? [{ target, ...words }] : [];
  });
}
