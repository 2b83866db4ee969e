/** The credentials that the stand-in knows, invented, for whoever hands them to the app as settings. */

export interface Keys {
  bearerToken: string
  apiKey: string
  apiSecret: string
  accessToken: string
  accessSecret: string
  clientId: string
  clientSecret: string
  teamHandle: string
}

export const sandboxKeys: Keys = {
  bearerToken: 'sandbox-bearer-token',
  apiKey: 'sandbox-api-key',
  apiSecret: 'sandbox-api-secret',
  accessToken: '1-sandbox-access-token',
  accessSecret: 'sandbox-access-secret',
  clientId: 'sandbox-client-id',
  clientSecret: 'sandbox-client-secret',
  teamHandle: 'BackchannelHQ',
}
