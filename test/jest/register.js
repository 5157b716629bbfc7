import { register } from 'node:module';

register(new URL('./resolve.js', import.meta.url));
