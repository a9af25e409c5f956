// A unit's web server: verifies each webhook with the standardwebhooks library and says what came. Speaks JSON lines on its output.
'use strict';
const http = require('http');
const { Webhook } = require('standardwebhooks');

const webhook = new Webhook(process.env.SECRET);
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\n');
let failures = Number(process.env.FAIL_FIRST || 0);

const server = http.createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const body = Buffer.concat(parts).toString('utf8');
    if (failures > 0) {
      failures -= 1;
      tell({ failed: request.headers['webhook-id'] });
      response.writeHead(503).end();
      return;
    }
    try {
      const event = webhook.verify(body, request.headers);
      let forged = 'taken';
      try {
        webhook.verify(body + ' ', request.headers);
      } catch {
        forged = 'refused';
      }
      tell({ verified: request.headers['webhook-id'], contentType: request.headers['content-type'], signatures: request.headers['webhook-signature'].split(' ').length, forged, event });
      response.writeHead(204).end();
    } catch (fault) {
      tell({ refused: String(fault) });
      response.writeHead(401).end();
    }
  });
});
server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }));
