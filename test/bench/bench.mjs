import { alerts } from './alerts.mjs';
import { picking } from './picking.mjs';
import { storms } from './storms.mjs';

// `npm run bench`: how the costs grow. Not part of `npm test`, since a busy machine would make it lie.
for (const measure of [picking, alerts, storms]) await measure();
