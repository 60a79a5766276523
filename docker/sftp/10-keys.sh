#!/bin/bash
# Runs at every start, before sshd: the server shows the key that the connection pins, and lets the client's key in.
set -euo pipefail

rm -f /etc/ssh/ssh_host_ed25519_key* # the pair that the image made
(umask 077 && printf '%b' "$SFTP_SERVER_KEY" > /etc/ssh/ssh_host_ed25519_key)
# Root's own, so that whoever is let in cannot let in others.
install -D --mode=644 /dev/stdin /home/payroll/.ssh/authorized_keys <<< "restrict $SFTP_AUTHORIZED_KEY"
for carrier in brightleaf cedarline clearwater summit; do
  install -D --mode=644 /dev/stdin /home/$carrier/.ssh/authorized_keys <<< "restrict $SFTP_CARRIERS_AUTHORIZED_KEY"
done
# A new volume is root's.
chown 1001:100 /home/payroll/inbox
