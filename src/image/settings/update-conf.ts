import type { ImageSpec } from '../../config/image-spec.js';
import { updateNamespace } from '../update/update-manifest.js';
import { factsDir } from './image-facts.js';
import type { SettingFile } from './setting-file.js';

/** The timer by which a device looks for updates (src/device/root/usr/lib/systemd/system/tfr-update.service). */
function timerFiles({ everyHours }: Pick<ImageSpec['update'], 'everyHours'>): SettingFile[] {
  const units = 'usr/lib/systemd/system';
  const timer = `[Unit]
Description=Look for an update (update.url)

[Timer]
OnBootSec=15min
OnUnitActiveSec=${everyHours}h
# Not all devices that were switched on together at once.
RandomizedDelaySec=${everyHours * 30}min
`;
  return [
    { path: `${units}/tfr-update.timer`, content: timer },
    {
      path: `${units}/timers.target.d/50-tmpfsroot-update.conf`,
      content: '[Unit]\nWants=tfr-update.timer\n',
    },
  ];
}

/** By what a device knows its updates (src/device/root/usr/bin/tmpfsroot-update); none where it takes none. */
export function updateFiles({
  name,
  update,
  arch,
}: Pick<ImageSpec, 'name' | 'update' | 'arch'>): SettingFile[] {
  const { keys, revoked, compatible, url, restartAt, rateLimitKiB } = update;
  if (keys.length === 0) return [];
  // allowed_signers of ssh-keygen(1).
  const signers = keys.map((key) => `tmpfsroot namespaces="${updateNamespace}" ${key}\n`);
  const conf = {
    TFR_COMPATIBLE: compatible ?? name,
    TFR_ARCH: arch,
    ...(url !== null && { TFR_URL: url }),
    ...(rateLimitKiB > 0 && { TFR_RATE_KIB: rateLimitKiB }),
    ...(url !== null && restartAt !== null && { TFR_RESTART_AT: restartAt }),
  };
  const content = Object.entries(conf).map(([key, value]) => `${key}=${value}\n`);
  return [
    { path: `${factsDir}/update.conf`, content: content.join('') },
    ...(url === null ? [] : timerFiles(update)),
    { path: `${factsDir}/update-signers`, content: signers.join('') },
    { path: `${factsDir}/update-revoked`, content: revoked.map((key) => `${key}\n`).join('') },
  ];
}
