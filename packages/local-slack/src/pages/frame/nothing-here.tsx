import { ASSETS } from '../assets.ts';

/** For addresses that lead nowhere, or nowhere for this person. */
export function NothingHere() {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <title>Nothing here</title>
        {ASSETS.styles.map((href) => (
          <link rel="stylesheet" href={href} />
        ))}
      </head>
      <body class="nothing-here">
        <main>
          <h1>There is nothing here</h1>
          <p>The conversation does not exist, or this person can't see it. A restarted workspace has new addresses.</p>
          <p>
            <a class="button primary" href="/">
              Go to the workspace
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
