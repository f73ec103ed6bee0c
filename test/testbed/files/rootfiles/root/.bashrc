[ -f /etc/bashrc ] && . /etc/bashrc
