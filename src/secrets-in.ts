/** Variables that hold a secret, whoever has named them: tokens of more connections, secrets of webhooks. */
const NAMES = /TOKEN|SECRET|PASSW|_KEY\b|_KEY_|^DEAD_MAN_URL$/;

/** Variables that hold an address with a name and a password in it. */
const ADDRESSES = ['SMTP_URL', 'HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];

/** Anything shorter would be found in words that are none. */
const SHORTEST = 8;

/** What of the environment must not be seen by anybody. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  const named = Object.entries(env).flatMap(([name, value]) =>
    // ENCRYPTION_KEY may hold two.
    NAMES.test(name) && value !== undefined ? value.split(',') : [],
  );
  return [...named, ...ADDRESSES.flatMap((name) => passwordsIn(env[name])), ...twilioCredentials(env)]
    .map((secret) => secret.trim())
    .filter((secret) => secret.length >= SHORTEST);
}

function passwordsIn(address = ''): string[] {
  const written = URL.canParse(address) ? new URL(address).password : '';
  return [written, decoded(written)];
}

function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

/** As they stand in its requests. */
function twilioCredentials({ TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token }: NodeJS.ProcessEnv): string[] {
  return sid && token ? [Buffer.from(`${sid}:${token}`).toString('base64')] : [];
}
