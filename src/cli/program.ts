import { readFileSync } from 'node:fs';
import { Command, Help, type Option } from 'commander';
import { packageFile } from '../package-files.ts';
import type { ApplyFlags } from './apply.ts';
import type { AuditOptions } from './audit.ts';
import type { RecordsOptions } from './export-records.ts';
import type { NotifyOptions } from './notify.ts';
import type { RehearseRunbookOptions } from './runbook/rehearse.ts';

/** Everything that `opsknight` can be told. Commands are imported when they run, so that `--help` does not load Bolt and SQLite. */
export function opsknight(): Command {
  const program = new Command('opsknight')
    .description('Incident response that lives in Slack, without public HTTPS.')
    .version(packageVersion())
    .showHelpAfterError('Run `opsknight --help` to see what there is.')
    .configureHelp({ optionDescription: withoutEmptyDefault });

  program
    .command('start')
    .description('run the app: connect to Slack, take in alerts')
    .action(run(async () => (await import('./start.ts')).start()));

  program
    .command('demo')
    .description('try it: a local Slack in your browser, with the app connected to it and incidents to work on')
    .option('--fresh', 'start over instead of going on where the last run ended', false)
    .option('--port <port>', 'where the local Slack is', '3100')
    .option('--app-port <port>', 'where the app takes alerts', '3000')
    .action(
      run(async (options: { fresh: boolean; port: string; appPort: string }) =>
        (await import('./demo.ts')).demo(options),
      ),
    );

  program
    .command('migrate')
    .description('upgrade the database to this version (every other command does it too)')
    .action(run(async () => (await import('./migrate.ts')).migrate()));

  program
    .command('apply')
    .description('apply the settings of an opsknight.yml')
    .argument('<files...>', 'the opsknight.yml, and files with runbooks')
    .option('--dry-run', 'print what would change, and change nothing', false)
    .option('--prune', 'also remove what the file no longer names', false)
    .option('--restart-escalations', 'restart escalations that still follow an older version of their policy', false)
    .option('--lock', 'what the file names can only be changed by applying a file from now on', false)
    .option('--unlock', 'what the file names can be changed in Slack again', false)
    .action(run(async (files: string[], options: ApplyFlags) => (await import('./apply.ts')).applyAll(files, options)));

  program
    .command('export')
    .description('print the settings as an opsknight.yml; or the records of incidents, signed')
    .option('--incident <INC-n>', 'everything about this incident, as JSON Lines that `verify` checks')
    .option('--since <when>', 'the same of all incidents opened since then: 2026-01-05, or how long ago, such as 90d')
    .action(
      run(async (options: RecordsOptions) =>
        options.incident === undefined && options.since === undefined
          ? (await import('./export.ts')).exportToStdout()
          : (await import('./export-records.ts')).exportRecordsToStdout(options),
      ),
    );

  program
    .command('verify')
    .description('say whether a file of exported records is whole, or which line is not')
    .argument('<file>', 'what `export --incident` or `export --since` has printed')
    .option('--key <key>', 'the public key that it has to be signed with, as `export` says it')
    .action(
      run(async (file: string, options: { key?: string }) => (await import('./verify.ts')).verifyFile(file, options)),
    );

  program
    .command('erase')
    .description('put a pseudonym in the place of somebody who has left, in everything kept about incidents')
    .argument('<email>', 'their e-mail address')
    .option('--dry-run', 'say what would change, and change nothing', false)
    .option('--file <file>', 'instead: print a file of exported records without what names them; it stays whole')
    .action(
      run(async (email: string, options: { dryRun: boolean; file?: string }) =>
        (await import('./erase.ts')).erase(email, options),
      ),
    );

  const keys = program.command('keys').description('API keys, with which monitoring tools send alerts');

  keys
    .command('create')
    .description('create a key and print it; it is not shown again')
    .requiredOption('--name <name>', 'what the key is for, such as the tool that uses it')
    .option('--service <service>', 'the only service that it sends alerts for')
    .option('--rule-set <name>', 'the only routing rules that are run for its alerts: those with this rule_set')
    .option(
      '--connection <name>',
      'the only Slack connection whose incidents it reads, and whose services it sends alerts for',
    )
    .option('--all-connections', 'reads the incidents of all connections and projects, but for private ones')
    .option('--scope <scope...>', 'what it may do: alerts, read, act, notify; without it, all of that')
    .option('--limit <requests>', 'how many requests it may send per minute')
    .action(
      run(async (options: Parameters<typeof import('./keys-create.ts').createKey>[0]) =>
        (await import('./keys-create.ts')).createKey(options),
      ),
    );

  keys
    .command('list')
    .description('list the keys, without their secrets')
    .action(run(async () => (await import('./keys-list.ts')).listKeys()));

  keys
    .command('rotate')
    .description('replace a key by a new one and print that; the old one keeps working for a while')
    .argument('<name-or-prefix>', 'as `keys list` shows it')
    .option('--overlap <duration>', 'how long the old key keeps working', '24h')
    .action(
      run(async (nameOrPrefix: string, options: { overlap: string }) =>
        (await import('./keys-rotate.ts')).rotateKey(nameOrPrefix, options),
      ),
    );

  keys
    .command('revoke')
    .description('revoke a key: it stops working at once')
    .argument('<name-or-prefix>', 'as `keys list` shows it')
    .action(run(async (nameOrPrefix: string) => (await import('./keys-revoke.ts')).revokeKey(nameOrPrefix)));

  const audit = program
    .command('audit')
    .description('show who changed which settings, and from what to what; newest first')
    .option('--since <when>', 'only changes since then: 2026-01-05T09:00, or how long ago, such as 7d')
    .option('--what <words>', 'only changes that contain these words, such as "service payment"')
    .option('--limit <number>', 'at most this many', '50')
    .action(run(async (options: AuditOptions) => (await import('./audit.ts')).audit(options)));

  audit
    .command('take-back')
    .description('undo a change, unless the setting was changed again since')
    .argument('<number>', 'as `audit` shows it')
    .action(run(async (number: string) => (await import('./audit-take-back.ts')).takeBackEntry(number)));

  program
    .command('workspaces')
    .description('list the Slack workspaces that OpsKnight is connected to')
    .action(run(async () => (await import('./workspaces.ts')).listWorkspaces()));

  program
    .command('install-link')
    .description('print a link for installing the app in another workspace; it works for a day')
    .action(run(async () => (await import('./install-link.ts')).installLink()));

  program
    .command('rotate-key')
    .description('encrypt all stored tokens again, with the first key in ENCRYPTION_KEY')
    .action(run(async () => (await import('./rotate-key.ts')).rotateKey()));

  program
    .command('backup')
    .description('copy the database to a file; the app may be running')
    .argument('<file>', 'the file to write; it must not exist yet')
    .action(run(async (file: string) => (await import('./backup.ts')).backup(file)));

  program
    .command('doctor')
    .description('check everything OpsKnight needs, and say what is wrong and how to fix it')
    .action(run(async () => (await import('./doctor.ts')).doctor()));

  program
    .command('check-up')
    .description(
      'find settings that are valid but may be mistakes: gaps on call, policies that reach nobody, unused keys',
    )
    .action(run(async () => (await import('./check-up.ts')).checkUpNow()));

  program
    .command('oncall')
    .description('show who is on call, and who is next')
    .argument('[schedule]', 'only this schedule')
    .option('--at <time>', 'at that time instead of now: 2026-01-05T09:00, with +01:00 at its end for a zone')
    .action(
      run(async (schedule: string | undefined, options: { at?: string }) =>
        (await import('./oncall.ts')).onCall(schedule, options),
      ),
    );

  program
    .command('postmortem')
    .description('print the post-mortem of an incident, as Markdown')
    .argument('<INC-n>', 'the incident')
    .action(run(async (key: string) => (await import('./postmortem.ts')).printPostMortem(key)));

  program
    .command('rehearse')
    .description('show where an alert would be posted, and who would be paged and when; nothing is sent')
    .option('--service <service>', 'the service that the alert is about')
    .option('--payload <file>', 'what a monitoring tool sends, as JSON, to see what the routing rules make of it')
    .option('--rule-set <name>', 'with --payload: as if sent with a key of this rule_set')
    .option('--at <time>', 'at that time instead of now')
    .option('--urgency <urgency>', 'HIGH, MEDIUM or LOW', 'HIGH')
    .action(
      run(async (options: { service?: string; payload?: string; ruleSet?: string; at?: string; urgency: string }) =>
        (await import('./rehearse.ts')).rehearse(options),
      ),
    );

  program
    .command('notify')
    .description('post a message to a channel through the running app, and print its id')
    .requiredOption('--channel <channel>', 'a name, with or without "#", or an id')
    .option('--connection <name>', 'the Slack connection to post through, instead of the organisation’s')
    .option('--message <text>', 'the text, in mrkdwn; not needed with a template')
    .option('--priority <priority>', 'high, normal or low', 'normal')
    .option('--template <name>', 'a template of opsknight.yml')
    .option('--value <name=value>', 'a value for the template; repeat it for each', collect, [])
    .option('--blocks <file>', 'Block Kit blocks, a JSON list')
    .option('--attachments <file>', 'attachments, a JSON list')
    .option('--create-channel', 'create the channel if there is none of that name', false)
    .option('--private', 'refuse to post in a public channel', false)
    .action(run(async (options: NotifyOptions) => (await import('./notify.ts')).notify(options)));

  const webhook = program.command('webhook').description('outgoing webhooks, which tell other systems about incidents');

  webhook
    .command('test')
    .description('send a signed test event to a webhook, and print the answer')
    .argument('<name>', 'its name in opsknight.yml')
    .action(run(async (name: string) => (await import('./webhook-test.ts')).testWebhook(name)));

  program
    .command('try-mapping')
    .description('show what a mapped webhook makes of a body; no incident is opened, nothing is sent')
    .argument('<file>', 'the body, as JSON')
    .option('--mapping <name>', 'the webhook, if there are several')
    .option('--settings <file>', 'an opsknight.yml that is not applied yet')
    .action(
      run(async (file: string, options: { mapping?: string; settings?: string }) =>
        (await import('./try-mapping.ts')).tryMapping(file, options),
      ),
    );

  const runbook = program.command('runbook').description('runbooks: what is done for an incident, step by step');

  runbook
    .command('validate')
    .description('say what is wrong with runbooks, and where; nothing is changed or sent')
    .argument('<files...>', 'files with a top-level "runbooks:"')
    .action(run(async (files: string[]) => (await import('./runbook/validate.ts')).validateRunbooks(files)));

  runbook
    .command('rehearse')
    .description('say what each step of a runbook would do; nothing is sent or changed')
    .argument('<name>', 'the runbook')
    .option('--incident <INC-n>', 'for this incident')
    .option('--service <service>', 'for an alert of this service')
    .action(
      run(async (name: string, options: RehearseRunbookOptions) =>
        (await import('./runbook/rehearse.ts')).rehearseRunbook(name, options),
      ),
    );

  runbook
    .command('run')
    .description('begin a runbook; a running OpsKnight does its steps')
    .argument('<name>', 'the runbook')
    .requiredOption('--incident <INC-n>', 'for this incident')
    .action(
      run(async (name: string, options: { incident: string }) =>
        (await import('./runbook/run.ts')).runRunbook(name, options),
      ),
    );

  runbook
    .command('schema')
    .description('print the JSON Schema of runbooks, for editors')
    .action(run(async () => (await import('./runbook/schema.ts')).printSchema()));

  program
    .command('manifest')
    .description('print the manifest of the Slack app, to paste at https://api.slack.com/apps')
    .option('--http', 'for an app that Slack calls at BASE_URL, without Socket Mode', false)
    .action(run(async (options: { http: boolean }) => (await import('./manifest.ts')).printManifest(options)));

  return program;
}

/** "(default: false)" tells nobody anything. */
function withoutEmptyDefault(this: Help, option: Option): string {
  const { defaultValue, description } = option;
  const isEmpty = defaultValue === false || (Array.isArray(defaultValue) && defaultValue.length === 0);
  return isEmpty ? description : Help.prototype.optionDescription.call(this, option);
}

function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value];
}

/** An action that ends with a message and an exit code, never with a stack trace. */
function run<Args extends unknown[]>(action: (...args: Args) => Promise<void>): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await action(...args);
    } catch (error) {
      const { report } = await import('./report.ts');
      process.exitCode = report(error);
    }
  };
}

function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8'));
  return version;
}
