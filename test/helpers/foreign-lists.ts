/** Descriptions of images for other builders, small, with what they are said to be. */
export const foreignLists: readonly { title: string; text: string; form: RegExp }[] = [
  {
    title: 'a blueprint of osbuild',
    text: `name = "kiosk"
description = "A kiosk with a browser"
version = "0.0.1"

[[packages]]
name = "tmux"
version = "2.9a"

[[groups]]
name = "core"

[customizations]
hostname = "kiosk"
`,
    form: /is TOML/,
  },
  {
    title: 'a table of TOML alone',
    text: '[[packages]]\nname = "tmux"\n',
    form: /is TOML/,
  },
  {
    title: 'mkosi.conf',
    text: `# SPDX-License-Identifier: LGPL-2.1-or-later

[Match]
Distribution=|fedora

[Content]
VolatilePackages=
        systemd
        systemd-boot

Packages=
        bind-utils
        bpftool
`,
    form: /mkosi\.conf/,
  },
  { title: 'packages of mkosi that are removed', text: 'RemovePackages=\n  plymouth\n', form: /mkosi\.conf/ },
  {
    title: 'an image description of kiwi',
    text: `<image schemaversion="7.4" name="Fedora-Kiosk">
    <packages type="image" patternType="onlyRequired">
        <package name="kernel"/>
        <ignore name="plymouth"/>
        <!-- <package name="commented-out"/> -->
    </packages>
</image>
`,
    form: /is XML/,
  },
  { title: 'comps', text: '<?xml version="1.0"?>\n<comps><group/></comps>\n', form: /is XML/ },
  {
    title: 'a manifest of Fedora CoreOS',
    text: `# comment
packages:
  - systemd-networkd-dns-stub   # why
  - polkit
packages-x86_64:
  - irqbalance
remove-from-packages:
  - [dracut, /usr/lib/dracut/modules.d/90kernel-modules/module-setup.sh]
exclude-packages:
  - python
`,
    form: /is YAML/,
  },
  {
    title: 'what a treefile excludes',
    text: 'exclude-packages:\n  - python\n  - python2\n',
    form: /is YAML/,
  },
  {
    title: 'a task of Ansible',
    text: '- name: Tools\n  ansible.builtin.dnf:\n    name: [vim, tmux]\n    state: absent\n',
    form: /is YAML/,
  },
  {
    title: 'a treefile of JSON',
    text: '{"packages": ["bash"], "exclude-packages": ["nano"]}',
    form: /is JSON/,
  },
  { title: 'a blueprint of JSON', text: '{"packages": [{"name": "tmux", "version": "*"}]}', form: /is JSON/ },
  { title: 'a list of objects', text: '[{"name": "tmux"}]', form: /is JSON/ },
  {
    title: 'a Dockerfile of another system',
    text: 'FROM debian:12\nRUN apt-get update && \\\n    apt-get install -y vim\n',
    form: /another package manager/,
  },
  {
    title: 'a command of another system',
    text: 'sudo apt install vim nano',
    form: /another package manager/,
  },
];
