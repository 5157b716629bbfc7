import { type Dispatcher, EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';

const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];

/**
 * Makes every call that leaves the process go through the proxy of the environment (`HTTP_PROXY`, `HTTPS_PROXY`, and
 * `NO_PROXY` for hosts that are reached directly); Node does not do so by itself before version 24.
 * @returns what WebSockets need to do the same; undefined when the environment names no proxy.
 */
export function useProxyOfEnvironment(env: Record<string, string | undefined>): Dispatcher | undefined {
  if (!VARIABLES.some((name) => env[name])) return undefined;
  const proxy = new EnvHttpProxyAgent();
  setGlobalDispatcher(proxy);
  return proxy;
}
