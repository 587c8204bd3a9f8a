/** A picture of a lineage: what leaked to the left, what came of it to the right. The tables below say the same. */
import { numberText } from '../../text.ts';
import { countText } from '../count-text.ts';
import { CREDENTIAL_KINDS } from '../credential-kinds.ts';
import type { LineagePicture } from '../document.ts';
import type { TreeNode } from '../lineage-tree.ts';
import { lineageTrees } from '../lineage-tree.ts';
import { shortText } from '../shown-text.ts';
import { htmlText } from './escape.ts';

const BOX = 208;
const BOX_HEIGHT = 50;
const COLUMN = 330;
const ROW = 64;

/** Rows drawn; the tables have all. */
const MOST_ROWS = 150;

interface Drawing {
  readonly parts: string[];
  rows: number;
  depth: number;
  left: number;
}

export function lineagePictureHtml(picture: LineagePicture, id: string): string {
  const drawing: Drawing = { parts: [], rows: 0, depth: 0, left: 0 };
  for (const tree of lineageTrees(picture)) draw(tree, 0, drawing);
  const [width, height] = [drawing.depth * COLUMN + BOX + 4, drawing.rows * ROW + 2];
  const title = `Lineage of ${countText(picture.credentials.length, 'credential')} by ${countText(picture.edges.length, 'edge')}. The tables below the picture say the same in words.`;
  return [
    `<figure class="picture"><div class="scroll" tabindex="0" role="region" aria-label="Picture of the lineage">`,
    `<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title">`,
    `<title id="${id}-title">${htmlText(title)}</title>`,
    ...drawing.parts,
    '</svg></div>',
    drawing.left === 0
      ? ''
      : `<figcaption>${numberText(drawing.left)} more credentials are only in the tables.</figcaption>`,
    '</figure>',
  ].join('');
}

/** Draws a node and what is below it; returns the row it stands in, or `null` where there was no room. */
function draw(node: TreeNode, depth: number, drawing: Drawing): number | null {
  if (drawing.rows >= MOST_ROWS) {
    drawing.left++;
    for (const child of node.children) draw(child, depth + 1, drawing);
    return null;
  }
  const row = drawing.rows;
  drawing.depth = Math.max(drawing.depth, depth);
  drawing.parts.push(boxSvg(node, depth, row));
  let isFirst = true;
  for (const child of node.children) {
    // The first child stands beside its parent, the others below.
    if (!isFirst) drawing.rows++;
    isFirst = false;
    const at = draw(child, depth + 1, drawing);
    if (at !== null) drawing.parts.push(edgeSvg(depth, row, at, edgeLabel(child)));
  }
  for (const { mechanism, count } of node.folded) {
    if (!isFirst) drawing.rows++;
    isFirst = false;
    drawing.depth = Math.max(drawing.depth, depth + 1);
    drawing.parts.push(
      foldSvg(depth + 1, drawing.rows, `${numberText(count)} more`),
      edgeSvg(depth, row, drawing.rows, shortText(mechanism, 18)),
    );
  }
  if (depth === 0) drawing.rows++;
  return row;
}

function edgeLabel({ edge }: TreeNode): string {
  return edge === null ? '' : `${shortText(edge.mechanism, 18)} · ${edge.rule}`;
}

function boxSvg({ id, kind, principal, because }: TreeNode, depth: number, row: number): string {
  const [x, y] = [depth * COLUMN + 1, row * ROW + 1];
  const title = kind === null ? 'outside the incident' : CREDENTIAL_KINDS[kind].title;
  const name = principal.replace(/^arn:[^:]*:[^:]*:[^:]*:\d*:/, '');
  return [
    `<rect class="node ${because ?? 'outside'}" x="${x}" y="${y}" width="${BOX}" height="${BOX_HEIGHT}" rx="5"/>`,
    `<text class="kind" x="${x + 9}" y="${y + 15}">${htmlText(because === null ? title : `${title}, ${because}`)}</text>`,
    `<text class="id" x="${x + 9}" y="${y + 29}">${htmlText(shortText(id, 28))}</text>`,
    `<text class="of" x="${x + 9}" y="${y + 43}">${htmlText(shortText(name, 30))}</text>`,
  ].join('');
}

function foldSvg(depth: number, row: number, label: string): string {
  const [x, y] = [depth * COLUMN + 1, row * ROW + 1];
  return `<rect class="node fold" x="${x}" y="${y}" width="${BOX}" height="${BOX_HEIGHT}" rx="5"/><text class="kind" x="${x + 9}" y="${y + 29}">${label}</text>`;
}

function edgeSvg(depth: number, from: number, to: number, label: string): string {
  const [x1, x2] = [depth * COLUMN + BOX + 1, (depth + 1) * COLUMN];
  const [y1, y2] = [from * ROW + 26, to * ROW + 26];
  const bend = x1 + 14;
  return `<path class="edge" d="M${x1} ${y1}H${bend}V${y2}H${x2 - 5}"/><path class="tip" d="M${x2} ${y2}l-7 -4v8z"/><text class="by" x="${bend + 5}" y="${y2 - 5}">${htmlText(label)}</text>`;
}
