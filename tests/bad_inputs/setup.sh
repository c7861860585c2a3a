#!/usr/bin/env bash
# Brings the current folder, a copy of a case, into a state:   bash setup.sh STATE
# The states of the folder come first, those of a repository after them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
list=data/tasks_2022.yaml

# What the tester's own configuration says must not reach the repository of a case.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=setup GIT_AUTHOR_EMAIL=setup@example.invalid
export GIT_COMMITTER_NAME=setup GIT_COMMITTER_EMAIL=setup@example.invalid
export GIT_AUTHOR_DATE=2022-04-01T08:00:00+0800 GIT_COMMITTER_DATE=2022-04-01T08:00:00+0800

replace() { sed -i "s/$1/$2/" "$list"; }
commit() { git add -A && git commit -q -m "$1"; }
repository() { git init -q -b main . && commit init; }

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
conflict_in_list)
  cp "$here/base_two_leads.yaml" "$list"
  repository
  git checkout -q -b other
  replace 张三 李四
  commit other
  git checkout -q main
  replace 张三 王五
  commit main
  # The merge is meant to fail: its conflict is the state.
  git merge other >/dev/null 2>&1 || true
  ;;
list_deleted_reading)
  repository
  rm "$list"
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
