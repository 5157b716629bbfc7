/** docs/screenshots.md, from the list of scenes. */
export function markdownOf(scenes) {
  const groups = [...new Set(scenes.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const figures = scenes.filter((scene) => scene.group === group).map(figureOf);
    return [`## ${group}`, ...figures].join('\n\n');
  });
  return `${INTRODUCTION}\n\n${parts.join('\n\n')}\n`;
}

const INTRODUCTION = `# Screenshots

What people see, in the demo (\`npm run demo\`), in light or dark as you prefer. \`npm run screenshots\` takes them anew.`;

function figureOf({ name, title, width = 640 }) {
  return `**${title}**

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="images/${name}-dark.png">
  <img src="images/${name}.png" alt="${title}" width="${width}">
</picture>`;
}
