/** Address of an ATT&CK technique; `null` for what is no technique ID, which rules of a user may hold. */
export function techniqueLink(id: string): string | null {
  if (!/^T\d{4}(?:\.\d{3})?$/.test(id)) return null;
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`;
}
