"""What live pages and the server say to each other, in the messages of Streamlit's protocol."""

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from dashboard.addresses import path


def opening(page: str, language: str) -> bytes:
    """What a browser says when a page has been opened."""
    state = ClientState(page_name=path(page).strip("/"), query_string=f"lang={language}")
    return BackMsg(rerun_script=state).SerializeToString()


def is_last(told: bytes) -> bool:
    """Whether a message to a page is the last of a run."""
    message = ForwardMsg.FromString(told)
    is_end = message.WhichOneof("type") == "script_finished"
    return is_end and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def is_known(said: bytes) -> bool:
    """Whether a message to the server is one that our pages send.

    Streamlit takes others: one clears the caches of all visitors, one asks where to send a file.
    What a visitor chooses stands in the address; there is nothing else to set.
    """
    try:
        message = BackMsg.FromString(said)
    except DecodeError:
        return False
    known = message.WhichOneof("type") in ("rerun_script", "app_heartbeat", "stop_script")
    return known and not message.rerun_script.widget_states.widgets
