// A unit's application on the broker: takes one assigned report, answers it, and ends. Speaks JSON lines on its output.
'use strict';
const amqp = require('amqplib');
const { randomUUID } = require('crypto');

const { BROKER, UNIT } = process.env;
const tell = (line) => process.stdout.write(JSON.stringify(line) + '\n');

async function main() {
  const connection = await amqp.connect(BROKER);
  const incoming = await connection.createChannel();
  const outgoing = await connection.createConfirmChannel();
  let returned = false;
  outgoing.on('return', () => { returned = true; });

  const say = async (reportId, status, publicNote) => {
    const event = {
      specversion: '1.0', id: randomUUID(), source: 'https://unit.example.go.id/aplikasi', type: 'id.go.pu.unit.report.status.v1',
      time: new Date().toISOString(), datacontenttype: 'application/json', traceparent: 'unknown-to-the-hub',
      data: { reportId, unit: UNIT, status, publicNote, occurredAt: new Date().toISOString(), madeUp: 'unknown-to-the-hub' },
    };
    outgoing.publish('', 'hub.unit-status', Buffer.from(JSON.stringify(event)), {
      persistent: true, mandatory: true, messageId: event.id, contentType: 'application/cloudevents+json',
    });
    await outgoing.waitForConfirms();
  };

  await incoming.prefetch(8);
  await incoming.consume(`unit.${UNIT}.inbox`, async (message) => {
    const event = JSON.parse(message.content.toString('utf8'));
    tell({ contentType: message.properties.contentType, messageId: message.properties.messageId, event });
    if (event.type !== 'id.go.pu.hub.report.assigned.v1') {
      incoming.ack(message);
      return;
    }
    for (const [status, note] of [['acknowledged', undefined], ['in_progress', 'Sedang diperiksa petugas.'], ['answered', 'Lubang sudah ditambal oleh petugas.']]) {
      await say(event.data.reportId, status, note);
    }
    incoming.ack(message);
    tell({ answered: event.data.reportId, returned });
    await incoming.close();
    await connection.close();
  });
}

main().catch((fault) => { tell({ fault: String(fault) }); process.exitCode = 1; });
