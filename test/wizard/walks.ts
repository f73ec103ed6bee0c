import { sshKey } from '../config/generated-specs.js';
import { randomOf } from '../helpers/random.js';
import { Driver, knownPackages } from './driver.js';
import { disksOfDevice } from './scenes.js';
import { shippedFacts, shippedSpecs } from './shipped.js';

/** Keys that a person presses, the ones that change something more often. */
const keys = [
  ...['up', 'down', 'down', 'tab', 'backtab', 'left', 'right', 'right', 'home', 'end', 'pageup', 'pagedown'],
  ...[
    'enter',
    'enter',
    'enter',
    'escape',
    'ctrl+t',
    'ctrl+t',
    'ctrl+_',
    'ctrl+y',
    'ctrl+u',
    'ctrl+w',
    'ctrl+a',
  ],
  ...[
    'space',
    'backspace',
    'delete',
    '+',
    '-',
    '/',
    's',
    'n',
    '?',
    'f1',
    'w',
    'c',
    'ctrl+l',
    'r',
    'd',
    'ctrl+e',
  ],
] as const;

/** What is typed into fields, right and wrong. */
const texts = [
  ...[
    '8G',
    '512M',
    '0',
    'rest',
    '40G',
    '2x',
    '64',
    'sda',
    'sda sdb',
    'nvme0n1 serial:X9',
    '/dev/sdc',
    'sda1',
  ],
  ...['robot-2', 'a b', 'Asia/Tokyo', 'en_US.UTF-8 ja_JP.UTF-8', 'de', 'op', 'root', 'wheel dialout', 'sshd'],
  ...[
    'quiet isolcpus=1,2',
    'tty0 ttyS0,115200',
    '/var/cache/images',
    'nginx',
    '日本語',
    "it's",
    'hunter2',
    '-nano',
  ],
] as const;

const pastes = [
  sshKey,
  `${sshKey}\n${sshKey.replace('operator', 'other')}`,
  'nginx\ngit\n-nano',
  '16G\r',
  'sda\tsdb',
];

/** Somebody who presses keys at random, the same ones for the same seed; passwords and disks are answered. */
export function randomWalk(seed: number, presses: number): { driver: Driver; pressed: string[] } {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const columns = pick([36, 40, 80, 100]);
  const rows = pick([12, 14, 24, 40]);
  const driver = new Driver({ columns, rows, packages: knownPackages(), presets: shippedFacts });
  const pressed: string[] = [];
  if (random() < 0.5) {
    const [, spec, origin] = pick(shippedSpecs);
    driver.load(spec, pick(['review', 'disks', 'sizes', 'system', 'outputs']), {}, origin);
  } else driver.press('n');
  const act = (name: string, action: () => void) => {
    pressed.push(name);
    action();
  };
  while (pressed.length < presses) {
    const dice = random();
    if (dice < 0.75) {
      const key = pick(keys);
      act(key, () => driver.press(key));
    } else if (dice < 0.92) {
      const text = pick(texts);
      act(`type ${text}`, () => driver.type(text));
    } else if (dice < 0.97) {
      const text = pick(pastes);
      act(`paste ${text}`, () => driver.paste(text));
    } else if (driver.state.screen === 'disks') {
      act('disks', () => driver.send({ type: 'disks', disks: disksOfDevice, leftOut: [], memoryMiB: null }));
    }
    answer(driver);
  }
  return { driver, pressed };
}

/** What the world does with requests meanwhile. */
function answer(driver: Driver): void {
  for (const request of driver.state.requests) {
    if (request.type === 'hash-password') {
      driver.send({ type: 'hashed', field: request.field, hash: `$6$salt$${'h'.repeat(86)}` });
    }
    driver.send({ type: 'answered', id: request.id });
  }
}
