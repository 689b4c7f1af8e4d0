"""``gouji serve``: the review desk (:mod:`extractor.desk`), which needs the extra ``web``."""

from __future__ import annotations

import contextlib
import os
import socket
from pathlib import Path
from typing import Annotated

import typer

from extractor.batch import Exit
from extractor.console import complain, die

_TOKEN = "GOUJI_TOKEN"
_SHORTEST = 16
"""characters of a token that people choose"""


def run(
    host: Annotated[str, typer.Option(help="监听的地址；不是本机时必须有令牌")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="端口")] = 8321,
    data: Annotated[
        Path | None, typer.Option(metavar="DIR", help="报告和复核意见放在哪里；默认在用户数据目录下")
    ] = None,
    profile: Annotated[str, typer.Option("--profile", "-p", metavar="NAME", help="默认的评价口径")] = "national",
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="浏览器可以用来访问的主机名，可给多个；地址和 localhost 总可以"),
    ] = None,
    max_mb: Annotated[int, typer.Option(min=1, max=2048, help="一个文件最大多少 MB")] = 50,
    max_waiting: Annotated[int, typer.Option(min=1, max=10000, help="最多排队多少份")] = 50,
    workers: Annotated[int, typer.Option(min=1, max=64, help="同时审几份")] = 1,
    dataset: Annotated[Path | None, typer.Option(metavar="DATASET", help="gouji archive 写的文件夹，一起查找")] = None,
    keep_days: Annotated[int, typer.Option(min=0, help="多少天后删除报告和由它生成的一切，复核意见留下；0 不删")] = 30,
) -> None:
    """复核台：在浏览器里交报告、逐条复核、比较两版、导出底稿，并给别的系统一个 HTTP 接口。

    监听本机以外的地址时须有令牌：取自环境变量 GOUJI_TOKEN，没有就生成一个并打印出来。
    """
    try:
        import uvicorn

        from extractor.desk.app import create_app
    except ModuleNotFoundError as error:
        die(Exit.USAGE, f"缺少 {error.name}；装上复核台：python -m pip install 'gouji[web]'")
    from extractor import profiles
    from extractor.desk.settings import MEBIBYTE, Settings, data_folder, is_local

    profiles.load(profile)
    token = os.environ.get(_TOKEN) or None
    if token is not None and len(token) < _SHORTEST:
        die(Exit.USAGE, f"{_TOKEN} 太短，至少 {_SHORTEST} 个字符")
    if token is None and not is_local(host):
        import secrets

        token = secrets.token_urlsafe(24)
        complain(f"令牌：{token}")
    settings = Settings(
        data=data or data_folder(),
        token=token,
        hosts=tuple(name.lower() for name in allow_host or ()),
        profile=profile,
        max_bytes=max_mb * MEBIBYTE,
        max_waiting=max_waiting,
        workers=workers,
        keep_days=keep_days,
        dataset=dataset,
    )
    try:
        app = create_app(settings)
    except OSError as error:
        die(Exit.USAGE, f"{error.filename}: 不能用来放数据：{error.strerror}")
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        die(Exit.USAGE, f"{host}:{port} 用不了：{error.strerror}")
    named = f"[{host}]" if ":" in host else host
    complain(f"复核台在 http://{named}:{listening.getsockname()[1]}/ ，Ctrl-C 结束")
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run([listening])
