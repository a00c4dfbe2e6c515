"""The files and batches of the double of a chat server: each line is answered as the chat would answer it."""

import json
import time


class Batches:
    """A part of `Double`, whose `behaviour`, `complete`, `digest` and counts it uses."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, dict] = {}

    def batch_api(self, method: str, path: str, headers: dict, content: bytes):
        if path == "files":
            id = f"file-{len(self.files)}"
            boundary = headers["content-type"].split("boundary=")[1].strip('"').encode()
            part = next(p for p in content.split(b"--" + boundary) if b'name="file"' in p)
            self.files[id] = part.split(b"\r\n\r\n", 1)[1].removesuffix(b"\r\n")
            return (
                200,
                (),
                {
                    "id": id,
                    "object": "file",
                    "bytes": 1,
                    "created_at": 1,
                    "filename": "x",
                    "purpose": "batch",
                    "status": "processed",
                },
            )
        if path.startswith("files/") and path.endswith("/content"):
            return 200, (), self.files[path.split("/")[1]]
        if path == "batches" and method == "POST":
            asked = json.loads(content)
            id = f"batch_{len(self.batches)}"
            self.batches[id] = {
                "id": id, "object": "batch", "status": "in_progress", "input_file_id": asked["input_file_id"],
                "endpoint": asked["endpoint"], "completion_window": "24h", "created_at": int(time.time()), "due": time.time() + self.behaviour.batch_seconds,
                "metadata": asked.get("metadata"),
            }  # fmt: skip
            return 200, (), self._batch_state(id)
        if path.split("?")[0] == "batches":
            return (
                200,
                (),
                {"object": "list", "data": [self._batch_state(id) for id in self.batches], "has_more": False},
            )
        if path.startswith("batches/"):
            id = path.split("/")[1]
            if path.endswith("/cancel"):
                self._end_batch(id, "cancelled", half=True)
            return 200, (), self._batch_state(id)
        if path == "models":
            return 200, (), {"object": "list", "data": [{"id": self.behaviour.model, "object": "model"}]}
        return 404, (), {"error": {"message": "no such path"}}

    def _batch_state(self, id: str) -> dict:
        batch = self.batches[id]
        limit = self.case and self.case.row.get("batch_error")
        size = len(self.files[batch["input_file_id"]].split(b"\n")) - 1
        if limit and batch["status"] == "in_progress" and size > self.case.row.get("batch_most", 0):
            batch |= {"status": "failed", "errors": {"object": "list", "data": [limit]}}
        if batch["status"] == "in_progress" and time.time() >= batch["due"]:
            self._end_batch(id, "completed")
        total = len(self.files[batch["input_file_id"]].split(b"\n")) - 1
        done = total if batch["status"] == "completed" else 0
        return {k: v for k, v in batch.items() if k != "due"} | {
            "request_counts": {"completed": done, "failed": 0, "total": total}
        }

    def _end_batch(self, id: str, status: str, half: bool = False) -> None:
        batch, out, bad = self.batches[id], [], []
        lines = self.files[batch["input_file_id"]].decode().rstrip("\n").split("\n")
        for text in lines[: len(lines) // 2] if half else lines:
            row = json.loads(text)
            self.asked[self.digest(row["body"])] += 1
            if self._rng.random() < self.behaviour.batch_fails:
                bad.append(
                    {
                        "id": "r",
                        "custom_id": row["custom_id"],
                        "response": {"status_code": 500, "body": {"error": {"message": "x"}}},
                        "error": None,
                    }
                )
                continue
            code, payload = self.complete(row["body"])
            if self.case and self.case.of_batches and self.case.applies(row["body"], 0):
                if error := self.case.error():
                    code, _, payload = error
                elif code == 200:
                    payload = self.case.change(payload)
            self.answered[self.digest(row["body"])] += code == 200
            out.append(
                {
                    "id": "r",
                    "custom_id": row["custom_id"],
                    "response": {"status_code": code, "body": payload},
                    "error": None,
                }
            )
        batch["status"] = status
        for name, rows in (("output_file_id", out), ("error_file_id", bad)):
            if rows:
                batch[name] = f"file-{len(self.files)}"
                lines = [json.dumps(row, ensure_ascii=not self.case) for row in rows]
                first = self.case and len(self.batches) == 1 and name == "output_file_id"
                for number in self.case.row.get("spoilt_lines", ()) if first else ():
                    lines[number - 1] = lines[number - 1][: self.case.row.get("spoilt_from", 120)]
                self.files[batch[name]] = "\n".join(lines).encode()
