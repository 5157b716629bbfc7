import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Program } from './processes.mjs';

const GENERATOR = fileURLToPath(new URL('load-generator.mjs', import.meta.url));

/**
 * What is sent over and over. `%n` in the template of an alert is a number: a new one each time, or its place in the array.
 *
 * @typedef {object} Alerts
 * @property {string} url
 * @property {Record<string, string>} headers
 * @property {string} template JSON of one alert.
 * @property {boolean} fresh Whether each has a number of its own.
 * @property {number} [many] So many in an array; without it, one and no array.
 */

/** Sends alerts from a process of its own, so that the sender and the one that measures don't wait for each other. */
export class LoadGenerator {
  program = new Program(process.execPath, [GENERATOR], {}, { talks: true });

  /**
   * As many as possible over so many connections, each of which waits for an answer before it sends again.
   * @param {Alerts} alerts
   * @returns {Promise<{ answered: number, perSecond: number }>} Requests.
   */
  flood(alerts, { connections, ms }) {
    return this.ask({ kind: 'flood', alerts, connections, ms });
  }

  /**
   * So many a second, whether or not they are answered in time.
   * @param {Alerts} alerts
   * @returns {Promise<{ perSecond: number }>} How many it came to.
   */
  drizzle(alerts, { connections, perSecond, ms }) {
    return this.ask({ kind: 'drizzle', alerts, connections, perSecond, ms });
  }

  async ask(task) {
    this.program.child.send(task);
    const ended = this.program.ended.then(() => {
      throw new Error(`the load generator has ended:\n${this.program.output}`);
    });
    const [answer] = await Promise.race([once(this.program.child, 'message'), ended]);
    if (answer.error) throw new Error(answer.error);
    return answer;
  }

  close() {
    return this.program.stop();
  }
}
