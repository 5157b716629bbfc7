import { expect, test } from '@jest/globals';
import { Keyring } from '../../src/lib/keyring.ts';
import { TokenVault } from '../../src/slack/installations/token-vault.ts';
import { OperatorsFolder } from './opsknight.ts';

const [OLD, NEW] = ['an old key of more than thirty-two letters', 'a new key of more than thirty-two letters'];

test('rotate-key encrypts tokens anew that were entered for connections, once, and the audit log says so', async () => {
  const folder = new OperatorsFolder();
  const sealed = new TokenVault(new Keyring([OLD])).sealEntered('Team', 'xoxb-entered');
  folder.write('opsknight.yml', `connections: [{ name: Team, bot_token: ${sealed} }]`);
  expect(await folder.opsknight(['apply', 'opsknight.yml'])).toMatchObject({ exitCode: 0 });
  const both = { ENCRYPTION_KEY: `${NEW},${OLD}` };
  expect((await folder.opsknight(['rotate-key'], both)).stdout).toContain('1 token encrypted anew');
  expect((await folder.opsknight(['rotate-key'], both)).stdout).toContain('0 tokens encrypted anew, 1 token left');
  const { stdout } = await folder.opsknight(['export']);
  const [, renewed = ''] = /bot_token: (v1\.\S+)/.exec(stdout) ?? [];
  expect(renewed).not.toBe(sealed);
  expect(new TokenVault(new Keyring([NEW])).openEntered('team', renewed)).toBe('xoxb-entered');
  const log = (await folder.opsknight(['audit'])).stdout;
  expect(log).toContain('connection "Team"');
  expect(log).not.toContain(renewed);
});
