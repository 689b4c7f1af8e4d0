#!/bin/sh
# 在不联网的 Linux 上安装 gouji：sh install.sh [目标目录]
# 需要 Python 3.11—3.13；不用管理员权限，不改系统里的东西，删掉目标目录就是卸载。
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
target=${1:-"$here/gouji"}

python=
for name in python3.13 python3.12 python3.11 python3 python; do
  if command -v "$name" >/dev/null 2>&1 &&
    "$name" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    python=$name
    break
  fi
done
if [ -z "$python" ]; then
  echo "没有找到 Python 3.11—3.13（含 venv）。先装 Python，再运行一次。" >&2
  exit 1
fi

"$python" -m venv "$target"
"$target/bin/python" -m pip install -q --no-index --disable-pip-version-check \
  --find-links "$here/wheels" 'gouji[@EXTRAS@]'
"$target/bin/gouji" doctor
echo
echo "装好了：$target/bin/gouji audit 报告.pdf"
