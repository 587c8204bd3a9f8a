/** HTML reports in a real browser: accessible, fit for a phone and paper, and nothing runs or asks for anything. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Incident } from '../src/investigate/incident.ts';
import type { Investigation } from '../src/investigate/investigation.ts';
import { renderHtml } from '../src/report/html/render.ts';
import type { ReportOptions } from '../src/report/options.ts';
import { findChromium, withPage } from './support/chromium.ts';
import type { Page } from './support/chromium.ts';
import { HOSTILE, withTexts } from './support/hostile.ts';
import {
  BARE_OPTIONS,
  OPTIONS,
  bareIncident,
  hostileOptions,
  madeIncident,
  madeInvestigation,
} from './support/made-incident.ts';

const chromium = findChromium();
if (chromium === null) {
  process.stderr.write(
    'No Chromium was found: tests of reports in a browser are skipped. node scripts/install-chromium.mjs installs it, or CHROMIUM names it.\n',
  );
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(path.join(tmpdir(), 'keytrail-report-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function written(
  name: string,
  investigation: Investigation,
  incident: Incident | null,
  options: ReportOptions,
): string {
  const file = path.join(folder, `${name}.html`);
  writeFileSync(file, renderHtml(investigation, incident, options));
  return pathToFileURL(file).href;
}

async function show(page: Page, width: number, scheme: 'light' | 'dark'): Promise<void> {
  await page.send('Emulation.setDeviceMetricsOverride', {
    width,
    height: 900,
    deviceScaleFactor: 1,
    mobile: false,
  });
  const features = [{ name: 'prefers-color-scheme', value: scheme }];
  await page.send('Emulation.setEmulatedMedia', { features });
}

/** What axe finds against WCAG 2.2 AA and its own best practices: a rule and where, one a line. */
async function axe(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(
    `axe.run({ resultTypes: ['violations'] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ' ' + failureSummary)))`,
  );
}

const one = madeIncident();
const bare = bareIncident();

describe.skipIf(chromium === null)('a report in a browser', { timeout: 180_000 }, () => {
  it.each([
    ['one', madeInvestigation([one]), one, OPTIONS],
    ['little', madeInvestigation([bare]), bare, BARE_OPTIONS],
    ['all', madeInvestigation([one, bare]), null, BARE_OPTIONS],
    ['none', madeInvestigation([]), null, BARE_OPTIONS],
  ] as const)(
    'passes axe and fits a phone, in light and dark: %s',
    async (name, investigation, incident, options) => {
      const url = written(name, investigation, incident, options);
      await withPage(chromium!, async (page) => {
        for (const width of [1280, 400]) {
          for (const scheme of ['light', 'dark'] as const) {
            await show(page, width, scheme);
            await page.open(url);
            expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
            expect(await axe(page), `${width} px, ${scheme}`).toEqual([]);
          }
        }
      });
    },
  );

  it('runs nothing and asks for nothing, whatever the texts are', async () => {
    let n = 0;
    const pick = (): string => HOSTILE[n++ % HOSTILE.length]!;
    const urls = [3, 11, 23].map((start) => {
      n = start;
      const investigation = withTexts(madeInvestigation([madeIncident(200)]), pick);
      const options = hostileOptions({ ...OPTIONS, title: 't' }, investigation, pick);
      return written(`hostile-${start}`, investigation, investigation.incidents[0]!, options);
    });
    await withPage(chromium!, async (page) => {
      for (const url of urls) {
        await page.open(url);
        expect(await page.evaluate('document.title')).not.toBe('owned');
        expect(await page.evaluate(`document.querySelectorAll('script').length`)).toBe(1);
        expect(
          await page.evaluate(
            `document.querySelectorAll('img, iframe, object, embed, link, base, form').length`,
          ),
        ).toBe(0);
      }
      expect(page.dialogs).toEqual([]);
      expect(page.requests).toEqual(urls);
      expect(page.console).toEqual([]);
    });
  });

  it('would be stopped by its policy if it ran or asked for anything', async () => {
    const file = path.join(folder, 'injected.html');
    const html = renderHtml(madeInvestigation([one]), one, OPTIONS);
    const bad =
      '<script>document.title="owned"</script><img src="https://evil.example/x.png" onerror="alert(1)">';
    writeFileSync(file, html.replace('<main id="content">', `$&${bad}`));
    await withPage(chromium!, async (page) => {
      await page.open(pathToFileURL(file).href);
      expect(await page.evaluate('document.title')).not.toBe('owned');
      expect(page.dialogs).toEqual([]);
      expect(page.console.some((line) => line.includes('Content Security Policy'))).toBe(true);
    });
  });

  it('filters the timeline by actor, tactic, credential and text', async () => {
    const url = written('filters', madeInvestigation([one]), one, OPTIONS);
    await withPage(chromium!, async (page) => {
      await page.open(url);
      const shown = async (name: string, value: string): Promise<unknown> =>
        page.evaluate(`(() => {
          for (const field of document.querySelectorAll('.filters select, .filters input')) field.value = '';
          const field = document.querySelector('.filters [name=${name}]');
          field.value = ${JSON.stringify(value)};
          field.dispatchEvent(new Event('input'));
          return [...document.querySelectorAll('.events > li')].filter((row) => row.checkVisibility()).length;
        })()`);
      const rows = await page.evaluate(`document.querySelectorAll('.events > li').length`);
      expect(await shown('actor', '')).toBe(rows);
      expect(await shown('actor', 'undecided')).toBe(1);
      expect(await shown('tactic', 'Lateral movement')).toBe(1);
      expect(await shown('credential', 'AKIABACKUP4T2EXAMPLE')).toBe(4);
      expect(await shown('text', 'STRIPE')).toBe(1);
      expect(await page.evaluate(`document.querySelector('.filters output').textContent`)).toBe(
        `1 of ${String(rows)} rows`,
      );
      expect(page.console).toEqual([]);
    });
  });

  it('can be read without its script', async () => {
    const url = written('plain', madeInvestigation([one]), one, OPTIONS);
    await withPage(chromium!, async (page) => {
      await page.send('Emulation.setScriptExecutionDisabled', { value: true });
      await page.open(url);
      const { root } = (await page.send('DOM.getDocument')) as unknown as { root: { nodeId: number } };
      const { nodeId } = await page.send('DOM.querySelector', {
        nodeId: root.nodeId,
        selector: '.filters[hidden]',
      });
      expect(nodeId).not.toBe(0);
      const { nodeIds } = await page.send('DOM.querySelectorAll', {
        nodeId: root.nodeId,
        selector: '.events > li:not([hidden])',
      });
      expect((nodeIds as number[]).length).toBeGreaterThan(20);
    });
  });

  it('prints', async () => {
    const url = written('print', madeInvestigation([one]), one, OPTIONS);
    await withPage(chromium!, async (page) => {
      await page.open(url);
      const { data } = await page.send('Page.printToPDF', { printBackground: true, preferCSSPageSize: true });
      const pdf = Buffer.from(data as string, 'base64').toString('latin1');
      const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
      expect(pages).toBeGreaterThan(5);
      expect(pages).toBeLessThan(40);
    });
  });

  it('stays usable with 20,000 events', async () => {
    const big = madeIncident(20_000, 3);
    const start = performance.now();
    const url = written('big', madeInvestigation([big]), big, BARE_OPTIONS);
    expect(performance.now() - start).toBeLessThan(5000);
    await withPage(chromium!, async (page) => {
      const opened = performance.now();
      await page.open(url);
      await page.evaluate(`(() => {
        const field = document.querySelector('.filters [name=text]');
        field.value = 'stripe';
        field.dispatchEvent(new Event('input'));
        return document.body.offsetHeight;
      })()`);
      expect(performance.now() - opened).toBeLessThan(10_000);
      expect(await page.evaluate(`document.querySelectorAll('.events > li').length`)).toBeLessThan(6000);
    });
  });
});
