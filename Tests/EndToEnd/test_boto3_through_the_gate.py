"""A real cloud client signs its requests; the cloud verifies them. One altered header, path or byte and it refuses."""

import os

import boto3
import moto.settings
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from moto.server import ThreadedMotoServer

from harness.gate import Gate
from harness.origin import Origin
from harness.sigv4 import is_signed_by

CREDENTIALS_MADE_UNSIGNED = 6
ODD_KEYS = ["plain.txt", "sp ace/and+plus", "한글/도면.dwg", "100%", "tilde~(1)!*'.txt", "a=b&c?d#e", "colon:at@", "..two.dots.."]
# Names that a console could read in two ways are refused whole, never rewritten: a rewritten path would break the signature.
TWO_FACED_KEYS = ["a%2Fb", "up/../down", "semi;colon=1", "double//slash", "back\\slash"]


@pytest.fixture(scope="module")
def cloud():
    """moto, which checks signatures from the seventh request on: the first six make the credentials."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moto.settings, "INITIAL_NO_AUTH_ACTION_COUNT", CREDENTIALS_MADE_UNSIGNED)
        # Our consoles' hosts are no buckets.
        patch.setattr(moto.settings, "S3_IGNORE_SUBDOMAIN_BUCKETNAME", True)
        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="module")
def cloud_gate(cloud, tmp_path_factory):
    host, port = cloud.get_host_and_port()
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=f"http://{host}:{port}")
    yield gate
    gate.end()


@pytest.fixture(scope="module")
def credentials(cloud):
    """An IAM user with every right, made directly at the cloud."""
    host, port = cloud.get_host_and_port()
    iam = boto3.client("iam", endpoint_url=f"http://{host}:{port}", region_name="ap-northeast-2",
                       aws_access_key_id="x", aws_secret_access_key="x")
    iam.create_user(UserName="builder")
    policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    arn = iam.create_policy(PolicyName="all", PolicyDocument=policy)["Policy"]["Arn"]
    iam.attach_user_policy(UserName="builder", PolicyArn=arn)
    key = iam.create_access_key(UserName="builder")["AccessKey"]
    for _ in range(CREDENTIALS_MADE_UNSIGNED - 4):
        iam.list_users()
    return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


def s3_client(gate, credentials):
    """With a client certificate, and, where the console asks for it, the session's token in a header of its own."""
    visit = gate.logged_in(console="build")
    config = Config(client_cert=(visit.person.cert, visit.person.key), s3={"addressing_style": "path"}, retries={"max_attempts": 1})
    client = boto3.client("s3", endpoint_url=gate.consoles["build"].url, region_name="ap-northeast-2",
                          verify=gate.ca, config=config, **credentials)

    def show_session(request, **_):
        request.headers["Gwanmun-Session"] = visit.token

    client.meta.events.register("before-send.s3", show_session)
    return client


@pytest.fixture(scope="module")
def s3(cloud_gate, credentials):
    client = s3_client(cloud_gate, credentials)
    client.create_bucket(Bucket="fab", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    return client


def test_an_object_comes_back_as_it_went(s3):
    s3.put_object(Bucket="fab", Key="plain.txt", Body=b"drawing", Metadata={"line": "17"})
    got = s3.get_object(Bucket="fab", Key="plain.txt")
    assert (got["Body"].read(), got["Metadata"]) == (b"drawing", {"line": "17"})


@pytest.fixture(scope="module")
def silent_origin():
    """Answers everything with 200 and nothing, as S3 answers a PUT."""
    class SilentOrigin(Origin):
        def behaviour_for(self, _path):
            return lambda exchange: (exchange.take_body(), exchange.reply(200))

    origin = SilentOrigin()
    yield origin
    origin.close()


@pytest.fixture(scope="module")
def silent_gate(silent_origin, tmp_path_factory):
    gate = Gate(tmp_path_factory.mktemp("gate"), upstream=silent_origin.url)
    yield gate
    gate.end()


@pytest.mark.parametrize("key", ODD_KEYS)
def test_the_signature_over_an_odd_name_still_holds_at_the_origin(silent_gate, silent_origin, key):
    silent_origin.forget()
    person = {"aws_access_key_id": "AKIDEXAMPLE", "aws_secret_access_key": "wJalrXUtnFEMI"}
    s3_client(silent_gate, person).put_object(Bucket="fab", Key=key, Body=b"x")
    [arrived] = silent_origin.arrivals()
    assert is_signed_by(arrived, "wJalrXUtnFEMI")
    assert not is_signed_by(arrived, "another")


@pytest.mark.parametrize("key", TWO_FACED_KEYS)
def test_a_name_with_two_readings_is_refused(silent_gate, silent_origin, key):
    silent_origin.forget()
    with pytest.raises(ClientError) as refused:
        s3_client(silent_gate, {"aws_access_key_id": "a", "aws_secret_access_key": "b"}).put_object(Bucket="fab", Key=key, Body=b"x")
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert silent_origin.arrivals() == []


def test_five_megabytes_come_back_as_they_went(s3):
    body = os.urandom(5 << 20)
    s3.put_object(Bucket="fab", Key="wafer.bin", Body=body)
    assert s3.get_object(Bucket="fab", Key="wafer.bin")["Body"].read() == body


def test_a_part_of_an_object_can_be_asked_for(s3):
    s3.put_object(Bucket="fab", Key="range", Body=b"0123456789")
    got = s3.get_object(Bucket="fab", Key="range", Range="bytes=2-5")
    assert (got["ResponseMetadata"]["HTTPStatusCode"], got["Body"].read()) == (206, b"2345")


def test_a_multipart_upload_works(s3):
    upload = s3.create_multipart_upload(Bucket="fab", Key="parts")["UploadId"]
    parts = []
    for number, body in enumerate([b"a" * (5 << 20), b"b" * 10], start=1):
        tag = s3.upload_part(Bucket="fab", Key="parts", UploadId=upload, PartNumber=number, Body=body)["ETag"]
        parts.append({"ETag": tag, "PartNumber": number})
    s3.complete_multipart_upload(Bucket="fab", Key="parts", UploadId=upload, MultipartUpload={"Parts": parts})
    assert s3.head_object(Bucket="fab", Key="parts")["ContentLength"] == (5 << 20) + 10


def test_listing_and_deleting_work(s3):
    s3.put_object(Bucket="fab", Key="to-delete", Body=b"x")
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket="fab", Prefix="to-")["Contents"]] == ["to-delete"]
    s3.delete_object(Bucket="fab", Key="to-delete")
    assert s3.list_objects_v2(Bucket="fab", Prefix="to-")["KeyCount"] == 0


def test_the_signature_is_checked_indeed(cloud_gate, credentials, s3):
    """Without this the tests above would say nothing."""
    wrong = s3_client(cloud_gate, {**credentials, "aws_secret_access_key": "wrong"})
    with pytest.raises(ClientError) as refused:
        wrong.list_buckets()
    assert refused.value.response["Error"]["Code"] == "SignatureDoesNotMatch"
