#!/usr/bin/env bash
# Brings the current folder, a copy of a case, into a state:   bash setup.sh STATE
# The states of the folder come first, those of a repository after them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/clerk.sh"

start() { git init -q -b main . && commit init; }
repository() { start && identity; }
hook() {
  mkdir -p .git/hooks
  printf '#!/bin/sh\n%s\n' "$2" >".git/hooks/$1"
  chmod +x ".git/hooks/$1"
}
# Two branches that changed the same line, and a merge of them that is meant to fail.
failed_merge() {
  cp "$here/base_two_leads.yaml" "$list"
  repository
  git checkout -q -b other
  replace 张三 李四
  commit other
  git checkout -q main
  replace 张三 王五
  commit main
  git merge other >/dev/null 2>&1 || true
}

case ${1:-} in
blank_in_name) mv "$list" 'data/tasks 2022.yaml' ;;
emoji) replace 推进第1批 🎉推进第1批 ;;
empty_folder) rm "$list" ;;
escape_name) mv "$list" $'data/x\e[31m.yaml' ;;
escape_name_check)
  replace 年内完成 尽快
  mv "$list" $'data/x\e[31m.yaml'
  ;;
folder_chinese_name) mv "$list" data/任务_2022.yaml ;;
folder_dash_name) mv "$list" data/--amend.yaml ;;
list_is_pipe)
  rm "$list"
  mkfifo "$list"
  ;;
newline_name)
  replace 年内完成 尽快
  mv "$list" $'data/x\ny.yaml'
  ;;
shell_name) mv "$list" 'data/$(touch PWNED).yaml' ;;
subfolder)
  mkdir data/below
  mv "$list" data/below/
  ;;
unreadable_beside_good)
  cp "$list" data/livelihood_2022.yaml
  chmod 000 data/livelihood_2022.yaml
  ;;
yml_suffix) mv "$list" data/tasks_2022.yml ;;
changed_after_commit)
  repository
  replace 张三 王五
  ;;
chinese_name)
  mv "$list" data/任务_2022.yaml
  repository
  ;;
conflict_in_list) failed_merge ;;
crlf_by_git)
  git init -q -b main .
  git config core.autocrlf true
  sed -i 's/$/\r/' "$list"
  commit init 2>/dev/null
  identity
  ;;
dirty_other_file)
  echo x >other.txt
  repository
  echo y >other.txt
  ;;
dirty_same_list)
  repository
  replace 李四 王五
  ;;
from_subfolder)
  mkdir -p sub/sub
  repository
  ;;
glob_name)
  cp "$list" 'data/tasks_*.yaml'
  repository
  ;;
hard_link)
  repository
  ln "$list" second.yaml
  ;;
hook_edits_list)
  repository
  hook pre-commit 'echo "# 钩子" >>data/tasks_2022.yaml'
  ;;
hook_refuses)
  repository
  hook pre-commit 'printf "\033[31m钩子不通过\033[0m\n" >&2; exit 1'
  ;;
ignored_list)
  git init -q -b main .
  echo data/ >.gitignore
  commit init
  identity
  ;;
linked_list)
  mkdir real
  mv "$list" real/
  ln -s ../real/tasks_2022.yaml "$list"
  repository
  ;;
linked_outside)
  mv "$list" outside.yaml
  ln -s ../outside.yaml "$list"
  cd data
  repository
  ;;
list_deleted_reading)
  repository
  rm "$list"
  ;;
merge_in_progress)
  failed_merge
  git checkout -q --ours "$list"
  ;;
message_hook_refuses)
  repository
  hook commit-msg 'echo 说明太短 >&2; exit 1'
  ;;
mode_664)
  chmod 664 "$list"
  repository
  ;;
no_identity)
  start
  git config user.useConfigOnly true
  ;;
read_only_folder)
  repository
  chmod 555 data
  ;;
read_only_list)
  repository
  chmod 444 "$list"
  ;;
ready) repository ;;
signing_fails)
  repository
  git config commit.gpgsign true
  git config gpg.program /bin/false
  ;;
staged_other_file)
  repository
  echo x >other.txt
  git add other.txt
  ;;
stale_temporary)
  repository
  head -c 100 "$list" >data/.tasks_2022.yaml.abcd.tmp
  ;;
swap_file)
  repository
  printf 'b0VIM 9.0' >data/.tasks_2022.yaml.swp
  ;;
two_lists)
  cp "$list" data/livelihood_2022.yaml
  repository
  ;;
*)
  echo "unknown state: ${1:-}" >&2
  exit 2
  ;;
esac
