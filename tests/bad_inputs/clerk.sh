# What the scripts share that bring a folder into a state: a clerk of whom git knows.
list=data/tasks_2022.yaml

# What the tester's own configuration says must not reach the repository of a case.
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=setup GIT_AUTHOR_EMAIL=setup@example.invalid
export GIT_COMMITTER_NAME=setup GIT_COMMITTER_EMAIL=setup@example.invalid
export GIT_AUTHOR_DATE=2022-04-01T08:00:00+0800 GIT_COMMITTER_DATE=2022-04-01T08:00:00+0800

replace() { sed -i "s/$1/$2/" "$list"; }
commit() { git add -A && git commit -q -m "$1"; }
identity() { git config user.name 李经办 && git config user.email li@example.invalid; }
