import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { Hono } from 'hono';
import { startHttpServer } from '../../src/http/server.ts';
import { StorageFailure } from '../../src/lib/storage-failure.ts';
import { startHouse } from './support.ts';

describe('health', () => {
  test('the process is healthy while its database answers', async () => {
    const house = await startHouse();
    const response = await fetch(`${house.url}/healthz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ healthy: true });
  });

  test('the process is not healthy when its database does not answer', async () => {
    const house = await startHouse();
    house.store.get = () => Promise.reject(new StorageFailure('broken', 'SQLITE_IOERR'));
    expect((await fetch(`${house.url}/healthz`)).status).toBe(503);
    expect((await fetch(`${house.url}/readyz`)).status).toBe(503);
  });

  test('the app is ready when nothing troubles it', async () => {
    const house = await startHouse();
    const response = await fetch(`${house.url}/readyz`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ready: true });
  });

  test('the app is not ready while something does, and says what', async () => {
    const house = await startHouse({ troubles: async () => ['no socket to Slack is open'] });
    const response = await fetch(`${house.url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ ready: false, troubles: ['no socket to Slack is open'] });
  });
});

describe('every answer', () => {
  test('forbids framing, sniffing, keeping, and loading anything from elsewhere', async () => {
    const house = await startHouse();
    const { headers } = await fetch(`${house.url}/incidents`);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security')).toBeNull();
  });

  test('insists on HTTPS where people use it', async () => {
    const house = await startHouse({ baseUrl: 'https://opsknight.example.com' });
    const { headers } = await fetch(`${house.url}/healthz`);
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  test('from an address that leads nowhere is a 404, as a page to browsers and as JSON to tools', async () => {
    const house = await startHouse();
    const tool = await fetch(`${house.url}/nowhere`);
    expect(tool.status).toBe(404);
    expect(await tool.json()).toMatchObject({ error: expect.any(String) });
    const browser = await fetch(`${house.url}/nowhere`, { headers: { Accept: 'text/html' } });
    expect(browser.status).toBe(404);
    expect(await browser.text()).toMatch(
      /^<!doctype html>.*There is nothing at this address.*<a href="\/incidents">All incidents/s,
    );
  });
});

describe('assets', () => {
  test('are ours, and are kept for ever under a name that changes with them', async () => {
    const house = await startHouse();
    const html = await (await fetch(`${house.url}/incidents`)).text();
    const paths = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(new Set(paths).size).toBe(4);
    for (const path of paths) {
      const response = await fetch(`${house.url}${path}`);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect((await response.text()).length).toBeGreaterThan(100);
    }
    // Links may lead elsewhere; nothing is loaded from there.
    expect(html.match(/<(?:link|script|img)\b[^>]*>/g)?.filter((tag) => /"(?:https?:)?\/\//.test(tag))).toEqual([]);
  });
});

describe('the server', () => {
  const stops: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  test('says which port is taken, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    stops.push(() => other.close());
    const { port } = other.address() as AddressInfo;
    await expect(startHttpServer({ host: '127.0.0.1', port })).rejects.toThrow(
      new RegExp(`Port ${port} on 127.0.0.1 is already in use.*HTTP_PORT`),
    );
  });

  test('says when the host is none of this machine', async () => {
    await expect(startHttpServer({ host: '203.0.113.7', port: 0 })).rejects.toThrow(/HTTP_HOST/);
  });

  test('lets whoever comes early wait for the app', async () => {
    const server = await startHttpServer({ host: '127.0.0.1', port: 0 });
    stops.push(server.stop);
    const early = fetch(server.url);
    server.serve(new Hono().get('/', (c) => c.text('hello')));
    expect(await (await early).text()).toBe('hello');
  });

  test('finishes running requests when it is stopped, and takes no new ones', async () => {
    const app = new Hono().get('/slow', async (c) => {
      await sleep(300);
      return c.text('done');
    });
    const server = await startHttpServer({ host: '127.0.0.1', port: 0 });
    server.serve(app);
    const running = fetch(`${server.url}/slow`);
    await sleep(50);
    const began = performance.now();
    const stopped = server.stop();
    expect(await (await running).text()).toBe('done');
    await stopped;
    expect(performance.now() - began).toBeLessThan(2_000);
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  });
});
