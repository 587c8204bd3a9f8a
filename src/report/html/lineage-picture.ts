/**
 * A picture of a lineage: each credential in a row, below and to the right of what minted it, so that a chain of any
 * length can be read from top to bottom. The tables below it say the same.
 */
import { numberText, timeText } from '../../text.ts';
import { countText } from '../count-text.ts';
import { CREDENTIAL_KINDS } from '../credential-kinds.ts';
import type { LineagePicture } from '../document.ts';
import type { TreeNode } from '../lineage-tree.ts';
import { lineageTrees } from '../lineage-tree.ts';
import { shortText } from '../shown-text.ts';
import { htmlText } from './escape.ts';

const BOX = 300;
const BOX_HEIGHT = 50;
const INDENT = 44;
const ROW = 62;
/** Room for how a credential was minted, to the right of it. */
const LABEL = 270;

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
  const [width, height] = [drawing.depth * INDENT + BOX + LABEL, drawing.rows * ROW - 8];
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
  const row = drawing.rows++;
  drawing.depth = Math.max(drawing.depth, depth);
  drawing.parts.push(boxSvg(node, depth, row));
  for (const child of node.children) {
    const at = draw(child, depth + 1, drawing);
    if (at !== null) drawing.parts.push(edgeSvg(depth, row, at));
  }
  for (const { mechanism, count } of node.folded) {
    drawing.depth = Math.max(drawing.depth, depth + 1);
    drawing.parts.push(
      foldSvg(depth + 1, drawing.rows, `${numberText(count)} more by ${shortText(mechanism, 24)}`),
      edgeSvg(depth, row, drawing.rows++),
    );
  }
  return row;
}

function boxSvg({ id, kind, principal, because, edge }: TreeNode, depth: number, row: number): string {
  const [x, y] = [depth * INDENT + 1, row * ROW + 1];
  const title = kind === null ? 'outside the incident' : CREDENTIAL_KINDS[kind].title;
  const name = principal.replace(/^arn:[^:]*:[^:]*:[^:]*:\d*:/, '');
  const by =
    edge === null
      ? ''
      : `<text class="by" x="${x + BOX + 12}" y="${y + 21}"><tspan>${htmlText(shortText(edge.mechanism, 32))}</tspan></text><text class="by" x="${x + BOX + 12}" y="${y + 37}">${timeText(edge.timeMs)}, ${edge.rule}, ${edge.confidence}</text>`;
  return [
    `<rect class="node ${because ?? 'outside'}" x="${x}" y="${y}" width="${BOX}" height="${BOX_HEIGHT}" rx="5"/>`,
    `<text class="kind" x="${x + 9}" y="${y + 15}">${htmlText(because === null ? title : `${title}, ${because}`)}</text>`,
    `<text class="id" x="${x + 9}" y="${y + 29}">${htmlText(shortText(id, 42))}</text>`,
    `<text class="of" x="${x + 9}" y="${y + 43}">${htmlText(shortText(name, 44))}</text>`,
    by,
  ].join('');
}

function foldSvg(depth: number, row: number, label: string): string {
  const [x, y] = [depth * INDENT + 1, row * ROW + 1];
  return `<rect class="node fold" x="${x}" y="${y}" width="${BOX}" height="${BOX_HEIGHT}" rx="5"/><text class="kind" x="${x + 9}" y="${y + 29}">${htmlText(label)}</text>`;
}

/** Down from the left of the parent, and into the left side of the child. */
function edgeSvg(depth: number, from: number, to: number): string {
  const x = depth * INDENT + 18;
  const [y1, y2] = [from * ROW + BOX_HEIGHT + 1, to * ROW + 26];
  const end = (depth + 1) * INDENT;
  return `<path class="edge" d="M${x} ${y1}V${y2}H${end - 5}"/><path class="tip" d="M${end} ${y2}l-7 -4v8z"/>`;
}
