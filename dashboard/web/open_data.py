"""`/open/{dataset}.csv` and `.parquet`: every dataset, to be taken away."""

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from dashboard import shelf
from kzdata import TABLES, data_folder

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}


def open_data(request: Request) -> Response:
    """One dataset; 404 with the known names if there is none, 503 if it did not pass the check."""
    name, _, kind = request.path_params["file"].rpartition(".")
    if name not in TABLES or kind not in MEDIA_TYPES:
        known = "\n".join(f"/open/{table}.{k}" for table in TABLES for k in MEDIA_TYPES)
        return PlainTextResponse(f"No such dataset. There are:\n{known}\n", status_code=404)
    data = shelf.snapshot()
    if name in data.broken:
        return PlainTextResponse("This dataset did not pass the check.\n", status_code=503)
    if kind == "parquet":
        path = data_folder() / f"{name}.parquet"
        return FileResponse(path, media_type=MEDIA_TYPES[kind], filename=path.name)
    text = data.tables[name].to_csv(index=False)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type=MEDIA_TYPES[kind], headers=headers)
