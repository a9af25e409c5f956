// A unit's application in one file. What you change is decide(); the rest is how to live with a queue.
//
//   BROKER=amqps://pu-sda:secret@broker.example.go.id/hub UNIT=PU-SDA node index.js
'use strict';
const amqp = require('amqplib');
const { createHash } = require('crypto');

const { BROKER, UNIT } = process.env;
const RETURN_IF = (process.env.RETURN_IF || '').split(',').map((word) => word.trim().toLowerCase()).filter(Boolean);
const RETURN_TO = process.env.RETURN_TO || undefined;
const INBOX = `unit.${UNIT}.inbox`;
const STATUS_QUEUE = 'hub.unit-status';
const MEDIA_TYPE = 'application/cloudevents+json';
const WAIT = 1000;

const tell = (line) => process.stdout.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
const pause = () => new Promise((resolve) => setTimeout(resolve, WAIT));

// Your work: what happens with a report. Here words decide; in an office people do.
function decide(report) {
  const text = report.text.toLowerCase();
  if (RETURN_IF.some((word) => text.includes(word))) {
    return [{ status: 'returned', reason: 'Setelah diperiksa, objek laporan bukan tugas unit kami.', suggestedUnit: RETURN_TO }];
  }
  return [
    { status: 'acknowledged' },
    { status: 'in_progress', publicNote: 'Laporan sedang kami tangani.' },
    { status: 'answered', publicNote: `Tim kami sudah meninjau lokasi dan penanganan dijadwalkan. (ref. ${report.number}/${UNIT})` },
  ];
}

// The id is made of what is said in reply to which event: said again after a crash, the hub knows it and does nothing twice.
const idOf = (eventId, step) => createHash('sha256').update(`${eventId}|${step}`).digest('hex').slice(0, 32);

async function say(channel, event, step, words) {
  const now = new Date().toISOString();
  const status = {
    specversion: '1.0',
    id: idOf(event.id, step),
    source: `urn:unit:${UNIT}`,
    type: 'id.go.pu.unit.report.status.v1',
    time: now,
    datacontenttype: 'application/json',
    // No occurredAt here: it would differ when the same is said again, and the same id with other words is refused.
    data: { reportId: event.data.reportId, unit: UNIT, ...words },
  };
  channel.publish('', STATUS_QUEUE, Buffer.from(JSON.stringify(status)), {
    persistent: true, mandatory: true, messageId: status.id, contentType: MEDIA_TYPE,
  });
  await channel.waitForConfirms();
  tell({ said: status.data });
}

async function handle(channel, event) {
  switch (event.type) {
    case 'id.go.pu.hub.report.assigned.v1': {
      tell({ received: event.data.number });
      for (const [step, words] of decide(event.data).entries()) {
        await say(channel, event, step, words);
      }
      return;
    }
    case 'id.go.pu.hub.report.amended.v1':
      tell({ amended: event.data.number });
      return;
    case 'id.go.pu.hub.report.deadline.v1':
      tell({ deadline: event.data.number, clock: event.data.clock, step: event.data.step, dueAt: event.data.dueAt });
      return;
    default:
      // A later hub may say more; what we do not know is no fault.
      tell({ ignored: event.type });
  }
}

// The hub declares the queue with the first report for the unit; asking for one that is not there ends the channel.
async function openInbox(connection) {
  for (;;) {
    const channel = await connection.createChannel();
    let missing = false;
    channel.on('error', () => { missing = true; });
    try {
      await channel.checkQueue(INBOX);
      return channel;
    } catch (fault) {
      if (!missing && fault.code !== 404) {
        throw fault;
      }
      await pause();
    }
  }
}

async function work() {
  const connection = await amqp.connect(BROKER, { heartbeat: 10, clientProperties: { connection_name: `unit-${UNIT}` } });
  const lost = new Promise((resolve) => connection.on('close', resolve));
  connection.on('error', (fault) => tell({ trouble: fault.message }));
  const stop = () => { connection.close().catch(() => undefined).finally(() => process.exit(0)); };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);

  const outgoing = await connection.createConfirmChannel();
  outgoing.on('return', () => tell({ trouble: `The hub's queue ${STATUS_QUEUE} is not there; said again with the next delivery.` }));
  const incoming = await openInbox(connection);
  await incoming.prefetch(16);
  await incoming.consume(INBOX, async (message) => {
    if (message === null) {
      // The queue was deleted; the hub declares it anew and sends again what we have not proved to have.
      connection.close().catch(() => undefined);
      return;
    }
    try {
      await handle(outgoing, JSON.parse(message.content.toString('utf8')));
      // Only now: what was not acknowledged comes again.
      incoming.ack(message);
    } catch (fault) {
      tell({ trouble: String(fault) });
      connection.close().catch(() => undefined);
    }
  });
  tell({ listening: INBOX });
  await lost;
  process.removeListener('SIGTERM', stop);
  process.removeListener('SIGINT', stop);
}

async function main() {
  if (!BROKER || !UNIT) {
    throw new Error('Set BROKER (amqps://user:password@host/virtual-host) and UNIT (for instance PU-SDA).');
  }
  for (;;) {
    await work().catch((fault) => tell({ trouble: fault.message }));
    await pause();
  }
}

main().catch((fault) => {
  console.error(fault.message);
  process.exitCode = 64;
});
