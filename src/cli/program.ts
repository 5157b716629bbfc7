import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { packageFile } from '../package-files.ts';
import type { ApplyFlags } from './apply.ts';
import type { AuditOptions } from './audit.ts';
import type { NotifyOptions } from './notify.ts';

/** Everything that `opsknight` can be told. Commands are imported when they run, so that `--help` does not load Bolt and SQLite. */
export function opsknight(): Command {
  const program = new Command('opsknight')
    .description('Incident response that lives in Slack, without public HTTPS.')
    .version(packageVersion())
    .showHelpAfterError('Run `opsknight --help` to see what there is.');

  program
    .command('start')
    .description('run the app: connect to Slack, take in alerts')
    .action(run(async () => (await import('./start.ts')).start()));

  program
    .command('demo')
    .description('try it: a Slack of your own in the browser, the app connected to it, and things that happen')
    .option('--fresh', 'begin anew instead of going on where the last run ended', false)
    .option('--port <port>', 'where the local Slack is', '3100')
    .option('--app-port <port>', 'where the app takes alerts', '3000')
    .action(
      run(async (options: { fresh: boolean; port: string; appPort: string }) =>
        (await import('./demo.ts')).demo(options),
      ),
    );

  program
    .command('migrate')
    .description('bring the database up to date (every other command does it too)')
    .action(run(async () => (await import('./migrate.ts')).migrate()));

  program
    .command('apply')
    .description('make the database say what an opsknight.yml says')
    .argument('<files...>', 'the opsknight.yml, and files of runbooks')
    .option('--dry-run', 'only print what would change', false)
    .option('--prune', 'also take away what the file no longer names', false)
    .option('--restart-escalations', 'start over what still climbs an older version of its policy', false)
    .option('--lock', 'from now on, what the file names can be changed by applying a file only', false)
    .option('--unlock', 'what the file names can be changed in Slack again', false)
    .action(run(async (files: string[], options: ApplyFlags) => (await import('./apply.ts')).applyAll(files, options)));

  program
    .command('export')
    .description('print the settings in the database as an opsknight.yml')
    .action(run(async () => (await import('./export.ts')).exportToStdout()));

  const keys = program.command('keys').description('keys with which monitoring tools send alerts');

  keys
    .command('create')
    .description('make a key and print it, this once')
    .requiredOption('--name <name>', 'what the key is for, such as the tool that uses it')
    .option('--service <service>', 'the only service that it sends alerts for')
    .option('--rule-set <name>', 'the only routing rules that are run for its alerts: those with this rule_set')
    .option(
      '--connection <name>',
      'the only Slack connection whose incidents it reads, and whose services it sends alerts for',
    )
    .option('--all-connections', 'reads the incidents of all connections and projects, but for private ones')
    .option('--limit <requests>', 'how many requests it may send in a minute')
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
    .description('make a new key in the place of one, which goes on working for a while; print it, this once')
    .argument('<name-or-prefix>', 'as `keys list` shows it')
    .option('--overlap <duration>', 'for how long the old one goes on working', '24h')
    .action(
      run(async (nameOrPrefix: string, options: { overlap: string }) =>
        (await import('./keys-rotate.ts')).rotateKey(nameOrPrefix, options),
      ),
    );

  keys
    .command('revoke')
    .description('make a key useless, at once')
    .argument('<name-or-prefix>', 'as `keys list` shows it')
    .action(run(async (nameOrPrefix: string) => (await import('./keys-revoke.ts')).revokeKey(nameOrPrefix)));

  const audit = program
    .command('audit')
    .description('say who changed which settings, and from what to what; the newest first')
    .option('--since <when>', 'only since then: 2026-01-05T09:00, or how long ago, such as 7d')
    .option('--what <words>', 'only what these words are in: "service payment", "alice"')
    .option('--limit <number>', 'how many at most', '50')
    .action(run(async (options: AuditOptions) => (await import('./audit.ts')).audit(options)));

  audit
    .command('take-back')
    .description('undo a change, if what it changed is still as it left it')
    .argument('<number>', 'as `audit` shows it')
    .action(run(async (number: string) => (await import('./audit-take-back.ts')).takeBackEntry(number)));

  program
    .command('workspaces')
    .description('list the Slack workspaces that OpsKnight is connected to')
    .action(run(async () => (await import('./workspaces.ts')).listWorkspaces()));

  program
    .command('install-link')
    .description('print a link that lets somebody install the app in another workspace, for a day')
    .action(run(async () => (await import('./install-link.ts')).installLink()));

  program
    .command('rotate-key')
    .description('encrypt all tokens anew, with the first key of ENCRYPTION_KEY')
    .action(run(async () => (await import('./rotate-key.ts')).rotateKey()));

  program
    .command('backup')
    .description('copy the database to a file, also while the app runs')
    .argument('<file>', 'where to; must not exist yet')
    .action(run(async (file: string) => (await import('./backup.ts')).backup(file)));

  program
    .command('doctor')
    .description('look at everything OpsKnight needs, and say what is wrong and what to do')
    .action(run(async () => (await import('./doctor.ts')).doctor()));

  program
    .command('check-up')
    .description(
      'say what is allowed and may not be meant: gaps, policies that reach nobody, people and keys without use',
    )
    .action(run(async () => (await import('./check-up.ts')).checkUpNow()));

  program
    .command('oncall')
    .description('say who is on call, and who comes next')
    .argument('[schedule]', 'only this one')
    .option('--at <time>', 'at another time than now: 2026-01-05T09:00, or with +01:00 at its end')
    .action(
      run(async (schedule: string | undefined, options: { at?: string }) =>
        (await import('./oncall.ts')).onCall(schedule, options),
      ),
    );

  program
    .command('rehearse')
    .description('say where an alert would be shown, and who would be paged and when; nothing is sent')
    .option('--service <service>', 'the service that the alert is about')
    .option('--payload <file>', 'what a monitor sends, as JSON: says what the routing rules make of it')
    .option('--rule-set <name>', 'with --payload: as with a key of this rule_set')
    .option('--at <time>', 'at another time than now')
    .option('--urgency <urgency>', 'HIGH, MEDIUM or LOW', 'HIGH')
    .action(
      run(async (options: { service?: string; payload?: string; ruleSet?: string; at?: string; urgency: string }) =>
        (await import('./rehearse.ts')).rehearse(options),
      ),
    );

  program
    .command('notify')
    .description('post a message in a channel, by the running app; prints its id')
    .requiredOption('--channel <channel>', 'a name, with or without "#", or an id')
    .option('--connection <name>', 'the Slack connection that it goes through, instead of the organisation’s')
    .option('--message <text>', 'what it says, in mrkdwn; a template may say it instead')
    .option('--priority <priority>', 'high, normal or low', 'normal')
    .option('--template <name>', 'a template of opsknight.yml')
    .option('--value <name=value>', 'fills a place of the template; once for each', collect, [])
    .option('--blocks <file>', 'Block Kit, a list in JSON')
    .option('--attachments <file>', 'attachments, a list in JSON')
    .option('--create-channel', 'make the channel when there is none of that name', false)
    .option('--private', 'only in a private channel', false)
    .action(run(async (options: NotifyOptions) => (await import('./notify.ts')).notify(options)));

  const webhook = program.command('webhook').description('outgoing webhooks, which tell other systems of incidents');

  webhook
    .command('test')
    .description('send one an event that is none, signed as all are, and say what it answers')
    .argument('<name>', 'as opsknight.yml has it')
    .action(run(async (name: string) => (await import('./webhook-test.ts')).testWebhook(name)));

  program
    .command('try-mapping')
    .description('say what a webhook of opsknight.yml reads of a body; nothing is opened or sent')
    .argument('<file>', 'what the sender sends, as JSON')
    .option('--mapping <name>', 'the webhook, when there are several')
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
