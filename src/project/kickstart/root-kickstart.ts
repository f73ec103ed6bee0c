/** The kickstart file that holds commands. */
export const rootKickstartName = 'ks/ks.root.cfg';
