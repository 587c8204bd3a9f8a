import { describe, expect, it } from 'vitest';
import { bareIncident, madeIncident } from '../../../test/support/made-incident.ts';
import { firstSteps } from './first-steps.ts';

describe('the first steps', () => {
  it('close what is known to be in other hands', () => {
    expect(firstSteps(madeIncident())[0]).toMatch(/^Deactivate AKIA.*delete nothing yet\.$/);
  });

  it('ask the owner before anything is closed that is only on watch', () => {
    const [ask, close] = firstSteps(bareIncident());
    expect(ask).toMatch(/^Ask the owner of ci-build whether the calls are theirs; /);
    expect(close).toMatch(/^Deactivate AKIA/);
  });
});
