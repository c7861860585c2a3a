#!/usr/bin/env bash
# Brings the current folder, which holds the good list, into an odd state of git, of the list or
# of the folder that a writing command may meet:   bash writing_states.sh STATE
set -eu
. "$(dirname "$0")/bad_inputs/clerk.sh"

repository() { git init -q -b main "$@" . && commit init && identity; }
configure() { repository && git config "$1" "$2"; }
attributes() { echo "* $1" >.gitattributes && repository; }
hook() {
  repository
  printf '#!/bin/sh\n%s\n' "$2" >".git/hooks/$1"
  chmod +x ".git/hooks/$1"
}
# Two branches with a change each to a file beside the lists, which git cannot join.
two_branches() {
  repository
  git checkout -q -b other
  echo one >beside.txt
  commit one
  git checkout -q main
  echo two >beside.txt
  commit two
}
meanwhile() { "$@" >/dev/null 2>&1 || true; }
exclude() { printf '%s\n' "$@" >>.git/info/exclude; }

case ${1:-} in
# Git keeps its objects, files or settings in another way than usual.
packed) repository && git gc -q ;;
sha256) repository --object-format=sha256 ;;
split_index) repository && git update-index --split-index ;;
sparse)
  mkdir beside
  echo one >beside/one.txt
  repository
  git sparse-checkout set data >/dev/null
  ;;
shallow)
  mkdir whole
  mv data whole/
  (cd whole && repository && git commit -q --allow-empty -m second)
  git clone -q --depth 1 "file://$PWD/whole" clone
  (cd clone && identity)
  ;;
submodule)
  mkdir below
  mv data below/
  (cd below && repository)
  git init -q -b main .
  git -c protocol.file.allow=always submodule --quiet add ./below below
  commit init
  ;;
worktree)
  repository
  git branch other
  git worktree add -q beside other
  ;;
branch_in_chinese) repository && git checkout -q -b 督查/二〇二二年 ;;
tag_named_head) repository && git tag HEAD ;;
alias)
  configure alias.commit '!touch PWNED'
  git config alias.status '!touch PWNED'
  ;;
template)
  echo 模板 >template.txt
  configure commit.template template.txt
  ;;
cleanup_scissors) configure commit.cleanup scissors ;;
cleanup_strip) configure commit.cleanup strip ;;
encoding_gbk) configure i18n.commitEncoding GBK ;;
message_rewritten) hook prepare-commit-msg 'echo 改写 >"$1"' ;;
hook_afterwards_fails) hook post-commit 'exit 3' ;;
git_lies_here)
  printf '#!/bin/sh\ntouch PWNED\n' >git
  chmod +x git
  repository
  ;;
magic_name) mv "$list" 'data/:(icase)x_2022.yaml' && repository ;;
option_name) mv "$list" data/--amend.yaml && repository ;;
lock_left) repository && touch .git/.dutylist.lock ;;

# Git keeps other bytes of the list than stand in the folder.
autocrlf_of_lf) configure core.autocrlf true ;;
crlf_in_git)
  sed -i 's/$/\r/' "$list"
  repository
  ;;
eol_attribute)
  sed -i 's/$/\r/' "$list"
  attributes 'text eol=crlf'
  ;;
ident)
  sed -i '1s/.*/# $Id$/' "$list"
  attributes ident
  rm "$list"
  git checkout -q "$list"
  ;;
clean_filter)
  attributes filter=odd
  git config filter.odd.clean 'sed s/active/active/'
  ;;
mode_ignored) configure core.fileMode false && chmod +x "$list" ;;

# Git is in the middle of something.
detached) repository && git checkout -q --detach ;;
no_commit_yet) git init -q -b main . && identity && git add -A ;;
merge_beside) two_branches && meanwhile git merge other ;;
cherry_pick_beside) two_branches && meanwhile git cherry-pick other ;;
rebase_beside) two_branches && meanwhile git rebase other ;;
revert_beside)
  two_branches
  echo three >beside.txt
  commit three
  meanwhile git revert --no-edit HEAD~1
  ;;
revert_without_commit) two_branches && git revert --no-commit HEAD ;;

# Git has, or is told, something else about the list.
staged) repository && replace 李四 王五 && git add -A ;;
staged_and_back)
  repository
  cp "$list" kept.yaml
  replace 李四 王五
  git add "$list"
  mv kept.yaml "$list"
  ;;
removed_from_index) repository && git rm -q --cached "$list" ;;
meant_to_be_added)
  mv data kept
  git init -q -b main .
  git commit -q --allow-empty -m init
  identity
  mv kept data
  git add -N data
  ;;
renamed) repository && git mv "$list" data/works_2022.yaml ;;
not_looked_at) repository && git update-index --skip-worktree "$list" ;;
assumed_unchanged) repository && git update-index --assume-unchanged "$list" && replace 李四 王五 ;;

# Git cannot or will not commit.
index_locked) repository && touch .git/index.lock ;;
branch_locked) repository && touch .git/refs/heads/main.lock ;;
read_only_repository) repository && chmod -R a-w .git ;;
unsafe_line_ends) configure core.autocrlf true && git config core.safecrlf true ;;
hook_silent) hook pre-commit 'exit 3' ;;
hook_speaks_gbk) hook pre-commit 'printf "\262\273\320\320\n" >&2; exit 1' ;;
hook_turns_text) hook pre-commit 'printf "\033[31m\007\342\200\256abc\n" >&2; exit 1' ;;
hook_empties_message) hook commit-msg ': >"$1"' ;;
hook_puts_back) hook pre-commit 'git checkout -q HEAD -- .; exit 1' ;;
signing_program_missing) configure commit.gpgsign true && git config gpg.program no-such-program ;;
two_repositories)
  mkdir one two
  cp -r data one/
  mv "$list" data/livelihood_2022.yaml
  mv data two/
  (cd one && repository)
  (cd two && repository)
  ;;

# What lies in git's folder is not what a run would leave there.
lock_is_folder) repository && mkdir .git/.dutylist.lock ;;
lock_is_link) repository && ln -s ../beside.txt .git/.dutylist.lock ;;
lock_is_pipe) repository && mkfifo .git/.dutylist.lock ;;
note_is_folder) repository && mkdir .git/dutylist.note ;;
note_is_link) repository && ln -s ../data/tasks_2022.yaml .git/dutylist.note ;;
note_is_pipe) repository && mkfifo .git/dutylist.note ;;

# The hooks of these end the run, or go on after its end.
interrupts) hook pre-commit 'kill -INT "$(ps -o ppid= $PPID)"; sleep 1' ;;
adds_everything) hook pre-commit 'git add -A' && exclude .home .cache ;;
*)
  echo "unknown state: ${1:-}" >&2
  exit 2
  ;;
esac
