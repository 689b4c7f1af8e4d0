@echo off
rem Installs gouji on Windows without internet:  install.cmd [folder]
rem Needs Python 3.11 to 3.13 from python.org. No administrator, nothing outside the folder; delete it to uninstall.
rem This file is ASCII: a console that speaks GBK and one that speaks UTF-8 read it alike.
setlocal
set "HERE=%~dp0"
set "TARGET=%~1"
if "%TARGET%"=="" set "TARGET=%HERE%gouji"

set "PY="
for %%V in (3.13 3.12 3.11) do if not defined PY (
  py -%%V -c "import venv" >nul 2>nul && set "PY=py -%%V"
)
if not defined PY (
  python -c "import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))" >nul 2>nul && set "PY=python"
)
if not defined PY (
  echo Python 3.11 to 3.13 was not found. Install it, then run this again. 1>&2
  exit /b 1
)

%PY% -m venv "%TARGET%" || exit /b 1
"%TARGET%\Scripts\python.exe" -m pip install -q --no-index --disable-pip-version-check ^
  --find-links "%HERE%wheels" "gouji[@EXTRAS@]" || exit /b 1
"%TARGET%\Scripts\gouji.exe" doctor
echo.
echo Ready: "%TARGET%\Scripts\gouji.exe" audit report.pdf
