# SPDX-License-Identifier: Apache-2.0
# The servers of ours on the cluster: one on each of the first two nodes, none of which holds the record.
# shellcheck shell=bash disable=SC2034,SC2154  # the other parts
server_nodes=()

server_to_kill() { return 1; }
start_server() { :; }
revive_server() { :; }
