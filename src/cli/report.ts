/** `keytrail report`: the report of a case. */
import { Command, Option } from 'commander';

const HELP = `
Examples:
  keytrail report leak                              report.html in the case folder
  keytrail report leak --format md --output -       Markdown on standard output
  keytrail report leak --format all                 one file for each format, in the case folder

What was planned, applied and closed with keytrail respond is in it.
Exit code: 0 no incident, 1 written, 2 could not run, 3 written, but a plan, journal or closing could not be read.`;

export interface ReportOptions {
  readonly incident?: string;
  readonly format: string;
  readonly output?: string;
  readonly quiet?: boolean;
}

/** Formats by name; the last stands for all of them. */
const REPORT_CHOICES = ['html', 'md', 'json', 'stix', 'csv', 'all'] as const;

/** The `report` command. Sets `process.exitCode`; throws KeytrailError when it cannot run. */
export function reportCommand(): Command {
  return new Command('report')
    .description('write the report of a case: HTML, Markdown, JSON, STIX, CSV')
    .argument('<case>', 'case folder')
    .option('--incident <id>', 'only this incident')
    .addOption(new Option('--format <format>', 'of the report').choices([...REPORT_CHOICES]).default('html'))
    .option('--output <file>', 'write it there instead of into the case; - for standard output')
    .option('--quiet', 'do not say where it lies')
    .addHelpText('after', HELP)
    .action(async (folder: string, options: ReportOptions) => {
      const { report } = await import('./report-run.ts');
      await report(folder, options);
    });
}
