/** Where the configuration lies that a snapshot was begun with. */
export function configPath(snapshot: string): string {
  return `snapshots/${snapshot}/config.json`;
}
