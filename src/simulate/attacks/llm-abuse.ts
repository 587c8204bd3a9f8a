/** LLMjacking: access to models is probed with requests that cannot succeed, then sold on. */
import { inUse, victim } from '../attack.ts';
import type { Attack } from '../attack.ts';
import { boto, plain } from '../agents.ts';
import { anyHideout, nextExit } from '../hideouts.ts';

const AGENTS = ['python-urllib3/2.0.7', 'axios/1.6.1', 'Python/3.11 aiohttp/3.9.3'];

export const llmAbuse: Attack = {
  name: 'llm-abuse',
  title: 'Models of Bedrock are used at the owner’s expense',
  victims: [(holder, day) => inUse(holder, day) && holder.archetype !== 'scanner'],
  days: 2,
  least: 12,
  run(raid, victims) {
    const { random } = raid;
    const address = anyHideout(random);
    raid.from(address, random.chance(0.7) ? plain(random.pick(AGENTS)) : boto(random, 'ubuntu', 'code'));
    raid.steal(victim(victims, 0));
    const modelId = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
    const invalid = {
      code: 'ValidationException',
      message: 'max_tokens_to_sample: range: -1 is not allowed',
    };
    for (const region of ['us-east-1', 'us-west-2', 'eu-central-1']) {
      raid.fail('bedrock:InvokeModel', invalid, { region, parameters: { modelId } });
    }
    raid.each(['bedrock:ListFoundationModels', 'bedrock:GetModelInvocationLoggingConfiguration'], {
      region: 'us-east-1',
    });
    raid.call('bedrock:GetFoundationModelAvailability', { region: 'us-east-1', parameters: { modelId } });
    for (let n = random.between(8, 25); n > 0; n--) {
      raid.call('bedrock:InvokeModel', { region: 'us-east-1', parameters: { modelId } }).wait(2);
      if (n % 7 === 0) raid.from(nextExit(address, random), plain(random.pick(AGENTS)));
    }
  },
};
