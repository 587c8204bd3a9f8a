/**
 * The calls to Roles Anywhere that a response makes. No current client of the SDK for this service could be installed
 * where this was written, and six calls without a body need none: they are signed by the SDK's signer.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/
 */
import { createHash, createHmac } from 'node:crypto';
import type { Hash, Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Json } from '../json.ts';
import { isJsonObject } from '../json.ts';
import type { ClientSettings, SdkClient, SdkCredentials, Service } from './clients.ts';

/** Method and path by operation; the name in braces is the one member of the input. */
const ROUTES: Readonly<Record<string, readonly [method: 'GET' | 'POST', path: string]>> = {
  GetTrustAnchor: ['GET', '/trustanchor/{trustAnchorId}'],
  EnableTrustAnchor: ['POST', '/trustanchor/{trustAnchorId}/enable'],
  DisableTrustAnchor: ['POST', '/trustanchor/{trustAnchorId}/disable'],
  GetProfile: ['GET', '/profile/{profileId}'],
  EnableProfile: ['POST', '/profile/{profileId}/enable'],
  DisableProfile: ['POST', '/profile/{profileId}/disable'],
};

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** @param identity a client that is opened for its credentials alone */
export function rolesAnywhere(identity: (settings: ClientSettings) => SdkClient): Service {
  return {
    open: (settings) => new RolesAnywhereClient(settings, identity(settings)),
    command: (operation, input) => {
      const route = Object.hasOwn(ROUTES, operation) ? ROUTES[operation] : undefined;
      if (route === undefined) return undefined;
      const members = new Map(Object.entries(input as Readonly<Record<string, string>>));
      const path = route[1].replaceAll(/\{(\w+)\}/g, (_, name: string) =>
        encodeURIComponent(members.get(name) ?? ''),
      );
      return { method: route[0], path } satisfies Request;
    },
  };
}

class RolesAnywhereClient implements SdkClient {
  readonly config: { readonly credentials: () => Promise<SdkCredentials> };
  readonly #settings: ClientSettings;
  readonly #identity: SdkClient;
  readonly #signer: SignatureV4;

  constructor(settings: ClientSettings, identity: SdkClient) {
    this.#settings = settings;
    this.#identity = identity;
    this.config = { credentials: async () => identity.config.credentials() };
    this.#signer = new SignatureV4({
      service: 'rolesanywhere',
      region: settings.region,
      credentials: this.config.credentials,
      sha256: Sha256,
    });
  }

  /** @throws what the SDK throws: an error with the name AWS gives it and `$metadata`, or that of the network. */
  async send(command: unknown): Promise<object> {
    const { method, path } = command as Request;
    const url = new URL(path, endpointOf(this.#settings.region));
    const { headers } = await this.#signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: url.pathname,
      query: {},
      headers: {
        host: url.host,
        'user-agent': this.#settings.customUserAgent.map((pair) => pair.join('/')).join(' '),
      },
    });
    const { host: _, ...sent } = headers;
    const answer = await this.#fetched(url, { method, headers: sent });
    const text = await answer.text();
    if (!answer.ok) throw refusal(answer, text);
    return objectIn(text);
  }

  destroy(): void {
    this.#identity.destroy();
  }

  async #fetched(url: URL, init: RequestInit): Promise<Response> {
    try {
      const signal = AbortSignal.timeout(this.#settings.requestHandler.requestTimeout);
      return await fetch(url, { ...init, signal });
    } catch (error) {
      // What went wrong in the network is below what `fetch` says.
      throw error instanceof TypeError && error.cause !== undefined ? error.cause : error;
    }
  }
}

/** As the SDK's clients find it. */
function endpointOf(region: string): string {
  const given = process.env['AWS_ENDPOINT_URL_ROLESANYWHERE'] ?? process.env['AWS_ENDPOINT_URL'] ?? '';
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return given === '' ? `https://rolesanywhere.${region}.${suffix}` : given;
}

function refusal(answer: Response, text: string): Error {
  const { message, Message: other } = objectIn(text);
  const said = message ?? other;
  const name = answer.headers.get('x-amzn-errortype')?.split(':')[0] ?? `Http${answer.status}`;
  return Object.assign(new Error(typeof said === 'string' ? said : answer.statusText), {
    name,
    $metadata: { httpStatusCode: answer.status },
    $response: { statusCode: answer.status, headers: Object.fromEntries(answer.headers) },
  });
}

/** The JSON object in a text; an empty one when there is none: errors of proxies are HTML. */
function objectIn(text: string): { readonly [name: string]: Json } {
  try {
    const value = JSON.parse(text) as Json;
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** SHA-256 as the signer wants it. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): void {
    throw new TypeError('the signer makes a new one each time');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? Buffer.from(data)
    : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
