/** What a post-mortem begins as where the settings say nothing else. */
export const DEFAULT_TEMPLATE = `# {key}: {title}

{summary}

- Service: {service}
- Urgency: {urgency}
- Triggered: {triggered}
- Resolved: {resolved}
- Acknowledged: {acknowledged}
- Roles: {roles}
- Incident: {url}

## Impact

_Who noticed what, and for how long?_

## Timeline

{timeline}

## Causes

_What made it possible, and what set it off?_

{resolution}

## What went well

_What helped, and should stay?_

## Lessons

_What do we know now that we did not know before?_

## Action items

{tasks}

_What is to be done, by whom, and by when? One line each._
`;
